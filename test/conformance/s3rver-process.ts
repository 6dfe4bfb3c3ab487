import { createRequire } from 'node:module'

interface S3rverOptions {
  readonly address: string
  readonly port: number
  readonly silent: boolean
  readonly directory: string
  readonly configureBuckets: readonly { readonly name: string }[]
}

interface S3rver {
  run(): Promise<{ readonly port: number }>
}

/** It has no types of its own. */
const S3rver = createRequire(import.meta.url)('s3rver') as new (options: S3rverOptions) => S3rver

const [, , directory = '', ...buckets] = process.argv
const server = new S3rver({
  address: '127.0.0.1',
  port: 0,
  silent: true,
  directory,
  configureBuckets: buckets.map((name) => ({ name })),
})
const { port } = await server.run()
process.on('disconnect', () => process.exit())
process.send?.(port)
