import { readOptions, USAGE, type Options } from './options.ts'
import { run } from './run.ts'
import { SECTIONS } from './sections.ts'

const options = (): Options => {
  try {
    return readOptions(process.argv.slice(2), SECTIONS)
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)} ${USAGE}`)
    process.exit(2)
  }
}
const wanted = options()
const rows = await run(
  wanted,
  SECTIONS.filter(({ name }) => wanted.only.includes(name)),
)
process.exitCode = rows.some(({ verdict }) => verdict === 'miss') ? 1 : 0
