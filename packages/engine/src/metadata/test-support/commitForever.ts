import { writeSync } from 'node:fs'
import { openMetadata } from '../openMetadata.ts'
import { advanceWatermark } from '../work/watermarks.ts'

// Run as a process of its own, to be killed: commits 1, 2, 3 ... and tells each number once it is committed.
const metadata = await openMetadata({ folder: process.argv[2] ?? '' })
for (let number = 1n; ; number++) {
  await advanceWatermark(metadata.db, 'committed', number)
  writeSync(1, `${number}\n`)
}
