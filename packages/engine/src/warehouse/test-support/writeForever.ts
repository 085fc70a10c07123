/**
 * A process that holds a warehouse folder and inserts row after row, and says `stands <n>` when row n is acknowledged. Somebody else
 * ends it.
 */
import { writeSync } from 'node:fs'
import { openWarehouse } from '../openWarehouse.ts'

const [folder = '', first = '0'] = process.argv.slice(2)
const warehouse = await openWarehouse({ folder })
for (let node = Number(first); ; node++) {
  await warehouse.insert('assignments', ['node', 'version'], [[node, 1]])
  // At once and not through a stream, whose buffer would die with the process.
  writeSync(1, `stands ${node}\n`)
}
