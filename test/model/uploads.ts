import type { Chance } from './chance.ts'
import { markerIn } from './built.ts'
import type { Deployer, Upload } from './deployer.ts'
import { BUILT_PATHS, MARKER } from './host.ts'
import type { Scene } from './scene.ts'

/** Sends what lies in the folder of a deployer on its way, in any order; the marker comes first or last. */
export function startUpload({ uploads }: Scene, who: Deployer, chance: Chance): Upload {
  const marker = markerIn(who)
  const entries = chance
    .shuffled(BUILT_PATHS)
    .map((path): [string, string | undefined] => [path, who.files?.get(path)])
  if (chance.percent(50)) entries.push([MARKER, marker])
  else entries.unshift([MARKER, marker])
  const started: Upload = {
    truth: who.truth,
    who,
    build: who.build,
    queue: entries,
    isSettled: false,
  }
  uploads.add(started)
  who.hasUploaded = true
  return started
}

/** So many of its files reach the server. */
export function arrive({ uploads, settings, tell }: Scene, upload: Upload, files: number): void {
  const { truth, queue, who } = upload
  for (const [path, text] of queue.splice(0, files)) {
    tell.trace(`${path} of ${who.name} arrives: ${text}`)
    const deploys = upload.isSettled ? truth.held() : truth.open()
    // A build that has no marker, where builds have one, is none that anybody began.
    const isUnmarked = settings.marker && path === MARKER && text === undefined
    const isRecorded =
      !isUnmarked &&
      deploys.some(
        ({ builds: of, files: each }) =>
          of.has(upload.build) && each.some((known) => known.get(path) === text),
      )
    truth.push(path, text, isRecorded)
  }
  if (queue.length === 0) uploads.delete(upload)
}
