/** `npm run demo`: from a fresh checkout to a running Muster with a simulated shop. Arguments go on to `muster demo`. */
import { spawn } from 'node:child_process'
import { build } from './build.mjs'
import { setUp } from './setUp.mjs'

setUp()

await build()

// The warehouse's sessions wait on Node's thread pool, which has four threads unless it is told otherwise before the start.
process.env.UV_THREADPOOL_SIZE ??= '16'
// And room for messages under way, both as the first line of the command says.
const command = ['--max-semi-space-size=64', 'packages/cli/dist/main.js']
const demo = spawn(process.execPath, [...command, 'demo', ...process.argv.slice(2)], {
  stdio: 'inherit',
})
// The terminal sends Ctrl-C to both of us: the demo closes its stores, and we wait for it.
process.on('SIGINT', () => {})
process.on('SIGTERM', () => demo.kill('SIGTERM'))
demo.on('exit', (code) => {
  process.exitCode = code ?? 1
})
