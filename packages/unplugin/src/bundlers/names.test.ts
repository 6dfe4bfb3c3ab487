import type { Metafile } from 'esbuild'
import { describe, expect, test } from 'vitest'
import { namesOfAssets, type CompilationAsset } from './asset-names.ts'
import { namesOfBundle, type BundleFile, type OutputOptions } from './bundle-names.ts'
import { namesOfMetafile } from './metafile-names.ts'
import { namesOfResources } from './resource-names.ts'

describe('Rollup', () => {
  const chunk = (fileName: string, preliminaryFileName = fileName): BundleFile => ({
    type: 'chunk',
    fileName,
    preliminaryFileName,
  })
  const asset = (fileName: string, ...names: string[]): BundleFile => ({
    type: 'asset',
    fileName,
    names,
  })

  interface Row {
    name: string
    files: BundleFile[]
    options?: OutputOptions
    hashed: string[]
  }

  test.for<Row>([
    {
      name: 'a chunk whose name had a placeholder',
      files: [chunk('a-Cg6L7-by.js', 'a-!~{001}~.js'), chunk('sw.js')],
      hashed: ['a-Cg6L7-by.js'],
    },
    {
      name: 'an asset that was named by a pattern with a hash',
      files: [asset('a-12345678.css', 'a.css')],
      options: { assetFileNames: 'assets/[name]-[hash:8][extname]' },
      hashed: ['a-12345678.css'],
    },
    {
      name: 'not one that was named by a pattern without',
      files: [asset('a.css', 'a.css')],
      options: { assetFileNames: '[name][extname]' },
      hashed: [],
    },
    {
      name: 'the pattern may be a function of the asset',
      files: [asset('a-12345678.css', 'a.css'), asset('b.svg', 'b.svg')],
      options: {
        assetFileNames: ({ names }: { names: string[] }) =>
          names[0] === 'a.css' ? '[name]-[hash][extname]' : '[name][extname]',
      },
      hashed: ['a-12345678.css'],
    },
    {
      name: 'not an asset with a fixed name',
      files: [asset('favicon.ico')],
      options: { assetFileNames: '[name]-[hash][extname]' },
      hashed: [],
    },
    {
      name: 'the source map of a chunk is like the chunk',
      files: [
        asset('a-1.js.map'),
        chunk('a-1.js', 'a-!~{001}~.js'),
        asset('b.js.map'),
        chunk('b.js'),
      ],
      hashed: ['a-1.js', 'a-1.js.map'],
    },
  ])('$name', ({ files, options = {}, hashed }) => {
    const names = namesOfBundle(
      options,
      Object.fromEntries(files.map((file) => [file.fileName, file])),
    )

    expect(
      [...names]
        .filter(([, value]) => value)
        .map(([name]) => name)
        .toSorted(),
    ).toEqual(hashed)
  })

  test('another bundle may know better', () => {
    const known = new Map([['worker-1.js', true]])
    const bundle = {
      'worker-1.js': asset('worker-1.js'),
      'worker-1.js.map': asset('worker-1.js.map'),
    }

    expect(namesOfBundle({}, bundle, known)).toEqual(
      new Map([
        ['worker-1.js', true],
        ['worker-1.js.map', true],
      ]),
    )
  })
})

describe('webpack and Rspack', () => {
  test.for<{ name: string; info: CompilationAsset['info']; hashed: boolean }>([
    { name: 'what is immutable', info: { immutable: true }, hashed: true },
    { name: 'a content hash', info: { contenthash: 'ef9cca' }, hashed: true },
    { name: 'a list of them', info: { fullhash: ['ef9cca'] }, hashed: true },
    { name: 'not an empty list', info: { contenthash: [], chunkhash: [] }, hashed: false },
    { name: 'not a copied file', info: {}, hashed: false },
  ])('$name', ({ info, hashed }) => {
    expect(namesOfAssets([{ name: 'a.js?v=1', info }])).toEqual(new Map([['a.js', hashed]]))
  })
})

describe('esbuild', () => {
  const output = (about: object = {}): Metafile['outputs'][string] => ({
    bytes: 1,
    inputs: {},
    imports: [],
    exports: [],
    ...about,
  })
  const OUTPUTS = {
    'dist/app.js': output({ entryPoint: 'src/app.js', cssBundle: 'dist/app.css' }),
    'dist/app.js.map': output(),
    'dist/app.css': output(),
    'dist/lazy-AAAAAAAA.js': output(),
    'dist/lazy-AAAAAAAA.js.map': output(),
    'dist/lazy-AAAAAAAA.js.LEGAL.txt': output(),
    'dist/picture-BBBBBBBB.png': output(),
  }

  test.each([
    {
      name: 'as esbuild names by itself',
      options: { splitting: true },
      stable: ['dist/app.js', 'dist/app.js.map', 'dist/app.css'],
    },
    {
      name: 'entries with a hash',
      options: { splitting: true, entryNames: '[name]-[hash]' },
      stable: [],
    },
    {
      name: 'chunks without one',
      options: { splitting: true, entryNames: '[hash]', chunkNames: '[name]' },
      stable: [
        'dist/lazy-AAAAAAAA.js',
        'dist/lazy-AAAAAAAA.js.map',
        'dist/lazy-AAAAAAAA.js.LEGAL.txt',
      ],
    },
    {
      name: 'files without one',
      options: { splitting: true, entryNames: '[hash]', assetNames: 'img/[name]' },
      stable: ['dist/picture-BBBBBBBB.png'],
    },
  ])('$name', ({ options, stable }) => {
    const names = namesOfMetafile(options, { inputs: {}, outputs: OUTPUTS })

    expect([...names].filter(([, hashed]) => !hashed).map(([name]) => name)).toEqual(stable)
  })
})

describe('Farm', () => {
  const PATTERN = '[resourceName].[contentHash].[ext]'

  test.each([
    { name: 'index_6acf.755085d2.js', hashed: true },
    { name: 'index_6acf.755085d2.js.map', hashed: true },
    { name: 'p.f3099aad-258fed.png', hashed: true },
    { name: 'index.html', hashed: false },
    { name: 'index.js', hashed: false },
    { name: 'jquery.slim.js', hashed: false },
  ])('$name', ({ name, hashed }) => {
    const names = namesOfResources([{ name, emitted: false }], { filename: PATTERN })

    expect(names).toEqual(new Map([[name, hashed]]))
  })

  test('code that is no file of its own is left out', () => {
    expect(namesOfResources([{ name: 'runtime', emitted: true }], {})).toEqual(new Map())
  })

  test('without a pattern with a hash no name has one', () => {
    const names = namesOfResources([{ name: 'a.755085d2.js', emitted: false }], {
      filename: '[resourceName].[ext]',
    })

    expect(names).toEqual(new Map([['a.755085d2.js', false]]))
  })
})
