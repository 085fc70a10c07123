/** `npm run bench`: measures the built server against the limits that it was made for. Flags go on to bench/main.ts. */
import { run, setUp } from './setUp.mjs'

setUp()

const built = run('npx', 'tsc', '--build', 'packages/cli')
if (built !== 0) {
  console.error('The build failed. The reasons stand above.')
  process.exit(built)
}
process.exitCode = run(
  process.execPath,
  '--import',
  'tsx',
  'bench/main.ts',
  ...process.argv.slice(2),
)
