import { writeFileSync } from 'node:fs'

/** Adds up wall and CPU time of a stretch that is entered and left, in ms. */
function createStopwatch() {
  const sum = { wallMs: 0, cpuMs: 0 }
  let wall = 0
  let cpu = 0
  return {
    sum,
    start() {
      wall = performance.now()
      cpu = cpuMs()
    },
    stop() {
      sum.wallMs += performance.now() - wall
      sum.cpuMs += cpuMs() - cpu
    },
  }
}

function cpuMs() {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

// Loaded by hand, so that the time it takes is known.
const loading = createStopwatch()
loading.start()
const { default: cdnPurge } = await import('unplugin-cdn-purge/vite')
loading.stop()

const hooks = createStopwatch()
let running = 0

/** Times all hooks of the plugin. Changes the plugin itself, which finds its own place by identity. */
function timeHooks(plugin) {
  for (const [name, hook] of Object.entries(plugin)) {
    if (name === 'buildApp') hook.handler = timed(withoutInnerBuilds(hook.handler))
    else if (typeof hook === 'function') plugin[name] = timed(hook)
    else if (typeof hook?.handler === 'function') hook.handler = timed(hook.handler)
  }
  return plugin
}

function timed(hook) {
  return function (...args) {
    if (running++ === 0) hooks.start()
    let result
    try {
      result = hook.apply(this, args)
    } catch (error) {
      leave()
      throw error
    }
    if (typeof result?.then === 'function') return result.finally(leave)
    leave()
    return result
  }
}

function leave() {
  if (--running === 0) hooks.stop()
}

/** The plugin may be the one that starts the build of an environment; what Vite does then is Vite's. */
function withoutInnerBuilds(buildApp) {
  return function (builder) {
    const outside = Object.create(builder, {
      build: {
        async value(environment) {
          const outer = running
          hooks.stop()
          running = 0
          try {
            return await builder.build(environment)
          } finally {
            running = outer
            hooks.start()
          }
        },
      },
    })
    return buildApp.call(this, outside)
  }
}

const file = process.env.TIMES_FILE
if (file) {
  process.on('exit', () => {
    const times = { loading: loading.sum, hooks: hooks.sum, cpuMs: cpuMs() }
    writeFileSync(file, JSON.stringify(times))
  })
}

export default {
  plugins: [
    timeHooks(
      cdnPurge({
        site: 'https://www.example.com',
        cloudflare: { zone: 'example.com', environment: 'staging' },
      }),
    ),
  ],
}
