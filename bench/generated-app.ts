import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { createRandom } from './random.ts'

/** Modules that one lazy route brings along. */
const MODULES_PER_ROUTE = 40

/** Writes a Vite app of this many modules in lazy routes of 40, with a style sheet each, and a folder of public images. */
export async function writeApp(dir: string, modules: number): Promise<void> {
  const routes = Math.ceil(modules / MODULES_PER_ROUTE)
  await writeFiles(dir, [
    ['package.json', '{ "private": true, "type": "module" }\n'],
    [
      'index.html',
      '<!doctype html><title>App</title><div id="app"></div><script type="module" src="/src/main.ts"></script>\n',
    ],
    ['src/main.ts', mainModule(routes)],
    ...Array.from({ length: routes }, (_, route) => routeFiles(route)).flat(),
    ...publicFiles(),
  ])
}

/** Changes one module, so that the next build differs from the last in one lazy chunk and what refers to it. */
export async function editApp(dir: string, edit: string): Promise<void> {
  await writeFiles(dir, [[moduleFile(1, 1), moduleText(1, 1, edit)]])
}

function mainModule(routes: number): string {
  const lines = Array.from(
    { length: routes },
    (_, route) => `  '/route-${route}': () => import('./route-${route}/index.ts'),`,
  )
  return `const routes: Record<string, () => Promise<{ render(): string }>> = {
${lines.join('\n')}
}
const load = routes[location.pathname]
if (load) document.body.textContent = (await load()).render()
`
}

function routeFiles(route: number): [string, string][] {
  const names = Array.from({ length: MODULES_PER_ROUTE - 1 }, (_, index) => index)
  const imports = names.map(
    (index) => `import { part as part${index} } from './module-${index}.ts'`,
  )
  const index = `import './style.css'
${imports.join('\n')}
export function render(): string {
  return [${names.map((name) => `part${name}('${route}')`).join(', ')}].join('\\n')
}
`
  return [
    [`src/route-${route}/index.ts`, index],
    [
      `src/route-${route}/style.css`,
      `.route-${route} { margin: ${route}px; color: #${String(100 + route)} }\n`,
    ],
    ...names.map((name): [string, string] => [
      moduleFile(route, name),
      moduleText(route, name, 'as it was'),
    ]),
  ]
}

function moduleFile(route: number, index: number): string {
  return `src/route-${route}/module-${index}.ts`
}

/** About 3 kB, as a small module of an app is. */
function moduleText(route: number, index: number, edit: string): string {
  const name = `${route}-${index}`
  const cases = Array.from(
    { length: 16 },
    (_, at) => `    case ${at}:
      return format({ id: '${name}-${at}', label: 'Item ${at} of ${name}', weight: ${route * 100 + index + at} }, state)`,
  )
  return `interface Item { readonly id: string; readonly label: string; readonly weight: number }
type State = 'idle' | 'loading' | 'done'

function format(item: Item, state: State): string {
  const words = item.label.split(' ').filter((word) => word.length > ${index % 7})
  return \`<li data-id="\${item.id}" class="\${state}">\${words.join(' ')} (\${item.weight.toFixed(2)})</li>\`
}

function choose(key: number, state: State): string {
  switch (key % 17) {
${cases.join('\n')}
    default:
      return format({ id: '${name}', label: '${edit}', weight: 0 }, state)
  }
}

export function part(key: string): string {
  const state: State = key.length > 1 ? 'done' : key === '' ? 'idle' : 'loading'
  return choose(Number(key) + ${index}, state)
}
`
}

function publicFiles(): [string, Uint8Array][] {
  const random = createRandom(2)
  return Array.from({ length: 200 }, (_, index) => [
    `public/images/photo-${index}.jpg`,
    Uint8Array.from({ length: 20_000 }, () => Math.floor(random() * 256)),
  ])
}

async function writeFiles(
  dir: string,
  files: readonly (readonly [string, string | Uint8Array])[],
): Promise<void> {
  for (const [name, content] of files) {
    const file = path.join(dir, name)
    await mkdir(path.dirname(file), { recursive: true })
    await writeFile(file, content)
  }
}
