/** `npm run soak -- --hours 72 --speed 600 --people 2000`: the simulated shop for days, at many times its speed; prints a table. */
import { parseArgs } from 'node:util'
import { run, setUp } from './setUp.mjs'

const refuse = (reason) => {
  console.error(`${reason} Try: npm run soak -- --hours 72 --speed 600 --people 2000`)
  process.exit(2)
}

const readOptions = () => {
  const number = (usual) => ({ type: 'string', default: usual })
  const options = { hours: number('72'), speed: number('600'), people: number('2000') }
  try {
    return parseArgs({ options }).values
  } catch (error) {
    return refuse(`${error.message}.`)
  }
}

const given = readOptions()
for (const [name, value] of Object.entries(given)) {
  if (!/^[1-9]\d{0,6}$/.test(value)) {
    refuse(`--${name} takes a whole number from 1 to 9999999, and got "${value}".`)
  }
  process.env[`MUSTER_SOAK_${name.toUpperCase()}`] = value
}
const minutes = Math.ceil((Number(given.hours) * 60) / Number(given.speed))
console.log(`${given.hours} simulated hours take about ${minutes} minutes.`)

setUp()
process.exitCode = run('npm', 'run', '--silent', 'unit', '--', 'test/faults/soak.test.ts')
