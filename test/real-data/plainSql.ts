import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { promisify } from 'node:util'

/** The folder of real data beside the repository, or what MUSTER_SHARED_DATA names; undefined where it is absent. */
export function sharedData(): string | undefined {
  const folder =
    process.env['MUSTER_SHARED_DATA'] ?? resolve(import.meta.dirname, '../../../shared/data')
  return existsSync(folder) ? folder : undefined
}

const script = `
const { query } = require(process.argv[1])
process.stdout.write(query(process.argv[2], 'JSONEachRow'))
`

/** Answers SQL over files in a process of its own, which shares no code and no store with Muster. */
export async function plainSql<Row>(sql: string): Promise<readonly Row[]> {
  const chdb = createRequire(import.meta.url).resolve('chdb')
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', script, chdb, sql], {
    maxBuffer: 64 * 1024 * 1024,
  })
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row)
}
