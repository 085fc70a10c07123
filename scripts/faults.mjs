/** `npm run faults -- --kills 200 --seed 7`: kills servers more often than `npm test` does, and lets stores be away for longer. */
import { parseArgs } from 'node:util'
import { run, setUp } from './setUp.mjs'

const names = { kills: 'KILLS', seed: 'SEED', away: 'AWAY' }

const refuse = (reason) => {
  console.error(`${reason} Try: npm run faults -- --kills 200 --seed 7 --away 60000`)
  process.exit(2)
}

const readOptions = () => {
  const string = { type: 'string' }
  try {
    return parseArgs({ options: { kills: string, seed: string, away: string } }).values
  } catch (error) {
    return refuse(`${error.message}.`)
  }
}

for (const [name, value] of Object.entries(readOptions())) {
  if (!/^\d+$/.test(value) || (name === 'kills' && Number(value) < 1)) {
    refuse(`--${name} takes a whole number, and got "${value}".`)
  }
  process.env[`MUSTER_FAULTS_${names[name]}`] = value
}

setUp()
process.exitCode = run('npm', 'run', '--silent', 'unit', '--', 'test/faults')
