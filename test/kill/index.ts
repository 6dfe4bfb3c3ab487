import { performance } from 'node:perf_hooks'
import { runCampaign, runUndisturbed, type Campaign } from './campaign.ts'
import { PLACE_NAMES, missingPlace, startPlace, type PlaceName } from './ledger-place.ts'
import { headLine, killLines, rowLine } from './kill-table.ts'
import { isRequired, skipLoudly } from '../judges/skip-loudly.ts'

const kills = Number(process.env['KILL_ROUNDS'] ?? '100')
const seed = Number(process.env['KILL_SEED'] ?? String(Date.now() % 1_000_000))
const chosen = (process.env['KILL_STORES'] ?? PLACE_NAMES.join(',')).split(',')

const campaigns = new Map<PlaceName, Campaign>()

const isTalkative = process.env['KILL_HISTORY'] === '1'

if (!Number.isSafeInteger(kills) || kills < 1 || !Number.isSafeInteger(seed)) {
  console.error('`KILL_ROUNDS` and `KILL_SEED` must be whole numbers.')
  process.exitCode = 2
} else {
  console.log(`${kills} kills for each store, KILL_SEED=${seed}\n`)
  console.log(headLine())
  // All at once: most of the time goes by in waits.
  await Promise.all(PLACE_NAMES.filter((name) => chosen.includes(name)).map(judge))
  console.log(['', ...killLines(campaigns)].join('\n'))
}

async function judge(name: PlaceName): Promise<void> {
  const missing = missingPlace(name)
  if (missing !== undefined) {
    skipLoudly(`The kills with the ledger in ${name}`, missing)
    if (isRequired()) process.exitCode = 1
    return
  }
  const began = performance.now()
  const place = await startPlace(name)
  try {
    const campaign = await runCampaign({
      place,
      kills,
      seed,
      ...(isTalkative && { tell: console.log }),
    })
    campaigns.set(name, campaign)
    const quiet = await startPlace('folder')
    const undisturbed = await runUndisturbed({ place: quiet, seed }, campaign.recovered)
    console.log(
      rowLine({ name, campaign, undisturbed, seconds: (performance.now() - began) / 1000 }),
    )
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  } finally {
    await place.stop()
  }
}
