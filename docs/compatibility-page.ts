/** What builds in every situation came to, as `docs/compatibility.json` keeps it. */
export interface Compatibility {
  readonly situations: readonly { readonly name: string; readonly holds: string }[]
  readonly bundlers: readonly BundlerResults[]
  readonly frameworks: readonly FrameworkResults[]
}

export interface BundlerResults {
  readonly name: string
  readonly version: string
  /** One per situation, in the order of the situations. */
  readonly cells: readonly Cell[]
}

/** `cases` counts builds, or pairs of builds; what does not exist for a bundler has none. */
export type Cell =
  | { readonly result: 'yes'; readonly cases: number }
  | { readonly result: 'no'; readonly cases: number; readonly why: string }
  | { readonly result: 'none'; readonly why: string }

export interface FrameworkResults {
  readonly name: string
  /** As the example's `package.json` asks for it. */
  readonly version: string
  readonly once: boolean
  readonly complete: boolean
  readonly minimal: boolean
  readonly notOnFailure: boolean
}

const HEAD = `# What is built with, and in which situations

Each cell is one build or more, made in the tests: with the real bundler, into a real folder, which is looked at again after the
bundler is done. "Ends" means that the plugin does its work: it scans, plans and begins a record. That happens once per build,
with the last byte on disk, or not at all.

<!-- Written by \`pnpm generate\` from docs/compatibility.json, which \`pnpm compatibility\` writes from a run of the tests. -->
`

/** Gives the text of `compatibility.md`. */
export function compatibilityPage({ situations, bundlers, frameworks }: Compatibility): string {
  const notes: string[] = []
  const rows = situations.map(({ name, holds }, row) => [
    `**${name}**: ${holds}`,
    ...bundlers.map(({ cells }) => shown(cells[row], notes)),
  ])
  const columns = ['', ...bundlers.map(({ name, version }) => `${named(name)} ${version}`)]
  return [
    HEAD,
    '## Bundlers\n',
    ...tableOf([columns, ...rows]),
    '',
    ...notes.map((note, index) => `${index + 1}. ${note}`),
    '\n## Frameworks\n',
    'Each example is installed outside the workspace from packed archives and built three times: as it is, with one text changed, and',
    'with a page that cannot be built. Complete: what lies in the output when the process has ended is the build that was recorded.',
    'Minimal: what is purged for the changed text is what differs on disk, nothing more and nothing less, and every reason is right.\n',
    ...tableOf([
      ['', 'once', 'complete', 'minimal', 'not on failure'],
      ...frameworks.map(({ name, version, once, complete, minimal, notOnFailure }) => [
        `${name} ${version}`,
        ...[once, complete, minimal, notOnFailure].map((holds) => (holds ? 'yes' : '**no**')),
      ]),
    ]),
    '',
  ].join('\n')
}

function shown(cell: Cell | undefined, notes: string[]): string {
  if (!cell) return ''
  if (cell.result === 'yes') return cell.cases === 1 ? 'yes' : `yes, ${cell.cases}`
  const known = notes.indexOf(cell.why)
  const note = known < 0 ? notes.push(cell.why) : known + 1
  return cell.result === 'no' ? `**no** (${note})` : `– (${note})`
}

/** `vite6` is Vite 6.4.6: the major is said by the version. */
function named(name: string): string {
  return name.replace(/\d+$/, '')
}

function tableOf([head = [], ...rows]: readonly (readonly string[])[]): string[] {
  const lines = [head, head.map(() => '---'), ...rows]
  return lines.map((cells) => `| ${cells.join(' | ')} |`)
}
