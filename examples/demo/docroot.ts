import { cp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { readSiteFolder, type SiteFolder } from './site-folder.ts'

/** Makes `docroot` what `outDir` is, new files first, and gives what was deployed. */
export async function deploy(outDir: string, docroot: string): Promise<SiteFolder> {
  await cp(outDir, docroot, { recursive: true })
  const site = await readSiteFolder(outDir)
  const gone = [...(await readSiteFolder(docroot)).keys()].filter((path) => !site.has(path))
  await Promise.all(gone.map((path) => rm(join(docroot, path))))
  return site
}
