/** `npm run fuzz -- --cases 5000 --seed 7`: more cases than `npm test` runs, or the ones that failed once more. */
import { parseArgs } from 'node:util'
import { run, setUp } from './setUp.mjs'

const { values } = parseArgs({
  options: { cases: { type: 'string' }, seed: { type: 'string' } },
})

for (const [name, value] of Object.entries(values)) {
  if (!/^-?\d+$/.test(value) || (name === 'cases' && Number(value) < 1)) {
    console.error(`--${name} takes a whole number, and got "${value}". Try --${name} 1000.`)
    process.exit(2)
  }
  process.env[`MUSTER_FUZZ_${name.toUpperCase()}`] = value
}

setUp()
process.exitCode = run('npm', 'run', '--silent', 'unit', '--', 'test/fuzz')
