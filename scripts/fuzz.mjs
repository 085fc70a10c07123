/** `npm run fuzz -- --cases 5000 --seed 7`: more cases than `npm test` runs, or the ones that failed once more. */
import { parseArgs } from 'node:util'
import { run, setUp } from './setUp.mjs'

const refuse = (reason) => {
  console.error(`${reason} Try: npm run fuzz -- --cases 5000 --seed 7`)
  process.exit(2)
}

const readOptions = () => {
  try {
    return parseArgs({ options: { cases: { type: 'string' }, seed: { type: 'string' } } }).values
  } catch (error) {
    return refuse(`${error.message}.`)
  }
}

for (const [name, value] of Object.entries(readOptions())) {
  if (!/^-?\d+$/.test(value) || (name === 'cases' && Number(value) < 1)) {
    refuse(`--${name} takes a whole number, and got "${value}".`)
  }
  process.env[`MUSTER_FUZZ_${name.toUpperCase()}`] = value
}

setUp()
process.exitCode = run('npm', 'run', '--silent', 'unit', '--', 'test/fuzz', 'test/agreement')
