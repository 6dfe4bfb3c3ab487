import {
  PurgeError,
  buildId,
  createManifest,
  markerAsset,
  parseMarker,
  resolveFingerprinted,
  scan,
  type Manifest,
  type Note,
  type ScannedAsset,
} from '@cdn-purge/core'
import { lstatSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { BuildOutput } from './build-result.ts'
import { mountOutputs, type Mount } from './mounts.ts'
import { readRules } from './read-rules.ts'
import type { ResolvedOptions } from '../options/options.ts'

/** A build as it lies on disk now, its manifest without shapes: `shaped` adds them. */
export interface ScannedBuild {
  readonly manifest: Manifest
  /** See `buildId`. */
  readonly build: string
  /** Path of the marker in the manifest, where it is or where it belongs; false without marker. */
  readonly markerPath: string | false
  /** The id in the marker file that lies in the output, if one does: the build that was begun. */
  readonly markedBuild: string | undefined
  /** Absolute path of the marker file, where it is or where it belongs; undefined without marker. */
  readonly markerFile: string | undefined
  /** The folders that were scanned, and where their files lie in the manifest. */
  readonly mounts: readonly Mount[]
  /** With a slash at both ends. */
  readonly base: string
  readonly assetOrigins: readonly string[]
  readonly notes: readonly Note[]
}

export interface ScanBuildOptions {
  readonly options: ResolvedOptions
  readonly outputs: readonly BuildOutput[]
  /** What the bundler says of its names, by absolute file. */
  readonly fingerprinted?: ReadonlyMap<string, boolean>
  /** `write`: the manifest holds the marker that is about to be written; `read`: the one that lies there. */
  readonly marker: 'write' | 'read'
  readonly signal?: AbortSignal
}

/** Reads the output folders and gives what a deploy of them would serve. */
export async function scanBuild(scanOptions: ScanBuildOptions): Promise<ScannedBuild> {
  const { options, outputs, signal } = scanOptions
  const { base, mounts, assetOrigins } = mountOutputs(outputs)
  const files = new Map<string, ScannedAsset>()
  const notes: Note[] = []
  const bundler = new Map<string, boolean>()
  for (const mount of mounts) {
    const found = await scan(mount.dir, { ignore: options.ignore, ...(signal && { signal }) })
    notes.push(...found.notes)
    for (const asset of found.assets) {
      addFile(files, { ...asset, path: mount.at + asset.path }, mount)
      const said = scanOptions.fingerprinted?.get(path.join(mount.dir, asset.path))
      if (said !== undefined) bundler.set(mount.at + asset.path, said)
    }
  }
  const fingerprinted = resolveFingerprinted(files.keys(), {
    option: options.fingerprinted,
    bundler,
  })
  const place = options.marker === false ? undefined : placeMarker(options.marker, mounts)
  const marker = place?.path ?? false
  const markerFile = place?.file
  const assets = [...files.values()]
    .filter((asset) => scanOptions.marker === 'read' || asset.path !== marker)
    .map((asset) => ({ ...asset, fingerprinted: fingerprinted.has(asset.path) }))
  const roots = mounts.filter(({ at }) => at === '')
  const { rules, notes: unread } = readRules(
    roots.map(({ dir }) => dir),
    files,
  )
  notes.push(...unread)
  const plain = createManifest(assets, rules)
  const build = buildId(plain, marker)
  const manifest =
    marker !== false && scanOptions.marker === 'write'
      ? createManifest([...assets, markerAsset(marker, build)], rules)
      : plain
  return {
    manifest,
    build,
    markerPath: marker,
    markedBuild: markerFile === undefined ? undefined : readMarker(markerFile),
    markerFile,
    mounts,
    base,
    assetOrigins,
    notes,
  }
}

function addFile(files: Map<string, ScannedAsset>, asset: ScannedAsset, mount: Mount): void {
  const other = files.get(asset.path)
  if (other && other.digest !== asset.digest) {
    throw new PurgeError(
      'scan-failed',
      `Two outputs have different files for "${asset.path}"; one of them is below "${mount.dir}".`,
      { hint: 'Name the folder that is deployed with `dir`.' },
    )
  }
  files.set(asset.path, asset)
}

/** Refuses what is no file of the output itself: to read or write it could end nowhere, or somewhere else. */
function readMarker(file: string): string | undefined {
  const there = lstatSync(file, { throwIfNoEntry: false })
  if (!there) return undefined
  if (there.isFile()) return parseMarker(readFileSync(file, 'utf8'))
  const what = there.isDirectory() ? 'a folder' : there.isSymbolicLink() ? 'a link' : 'no file'
  throw new PurgeError('scan-failed', `The marker "${file}" is ${what}.`, {
    hint: 'Take it away, or give the marker another name with `marker`.',
  })
}

/** The marker belongs to the root of the build, so to the output that is mounted there, else to the first one. */
function placeMarker(
  marker: string,
  mounts: readonly Mount[],
): { readonly file: string; readonly path: string } {
  const root = mounts.find(({ at }) => at === '') ?? mounts[0]
  if (!root) throw new PurgeError('bad-option', 'The build wrote no folder to scan.')
  return { file: path.join(root.dir, marker), path: root.at + marker }
}

/** Takes what is known of names over from recorded scans of the same bytes: the bundler told them, and it is gone by now. */
export function withKnownNames(manifest: Manifest, recorded: readonly Manifest[]): Manifest {
  const assets = [...manifest.assets.values()].map((asset) => {
    const known = recorded.findLast(
      (build) => build.assets.get(asset.path)?.digest === asset.digest,
    )
    const fingerprinted = known?.assets.get(asset.path)?.fingerprinted ?? asset.fingerprinted
    return { ...asset, fingerprinted }
  })
  return createManifest(assets, manifest)
}
