import type { Chance } from './chance.ts'
import type { Deployer, Job } from './deployer.ts'
import { ALL_URLS, textOf } from './host.ts'
import { finish } from './jobs.ts'
import { noticeLostBases } from './lost-bases.ts'
import type { Fate } from './process.ts'
import { look, type Scene } from './scene.ts'
import { arrive } from './uploads.ts'

/** How far a process goes on, and what it meets then. */
export interface HowFar {
  /** So many effects; else to its end. */
  readonly effects?: number
  /** In so many of 100 cases something small happens between two effects. */
  readonly noise?: number
  /** Of the last effect. */
  readonly fate?: LastFate
}

export type LastFate = Fate | 'killed' | 'done and killed'

/** Lets effects through until the process ends, or so many of them. */
export async function goOn(
  scene: Scene,
  who: Deployer,
  { chance, how = {} }: { readonly chance: Chance; readonly how?: HowFar | undefined },
): Promise<void> {
  const { effects = Infinity, noise = 0, fate = 'done' } = how
  const { job } = who
  if (!job) return
  for (let left = effects; who.job === job; left--) {
    const isLast = left <= 1
    await letThrough(scene, who, { job, chance, fate: isLast ? fate : 'done' })
    // Whoever is refused ends as early as whoever dies.
    if (isLast && fate !== 'done') noticeLostBases(scene)
    finish(scene, who)
    look(scene)
    if (isLast) return
    if (chance.percent(noise)) stir(scene, chance)
  }
}

async function letThrough(
  { tell }: Scene,
  { name }: Deployer,
  { job, chance, fate }: { readonly job: Job; readonly chance: Chance; readonly fate: LastFate },
): Promise<void> {
  const waiting = job.process.waiting()
  const index = chance.upTo(waiting.length)
  const effect = `"${waiting[index]}"`
  if (fate === 'killed' || fate === 'done and killed') {
    const when = fate === 'killed' ? 'before' : 'after'
    tell.say(`  ${name} dies ${when} ${effect}`)
    tell.count('deaths')
    job.process.kill(index, fate !== 'killed')
    return
  }
  if (fate === 'done') tell.trace(`${name}: ${effect}`)
  else {
    tell.say(`  ${name}: ${effect} is ${fate}`)
    tell.count('faults')
    job.faults++
  }
  await job.process.go(index, fate)
}

/** Something small happens between two steps of a process. */
function stir(scene: Scene, chance: Chance): void {
  const { staging, production, uploads, tell } = scene
  const { place } = chance.percent(90) ? staging : production
  const roll = chance.upTo(20)
  if (roll < 16) {
    const url = chance.one(ALL_URLS)
    tell.trace(`a visitor gets ${url}: ${textOf(place.visit(url).answer)}`)
  } else if (roll < 17) place.outdate(chance.one(ALL_URLS))
  else if (uploads.size > 0) arrive(scene, chance.one([...uploads]), 1)
  look(scene)
}
