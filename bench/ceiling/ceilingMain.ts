import { childArgument } from '../child.ts'
import { measureCeiling, type CeilingWanted } from './measureCeiling.ts'

// The parent wrote it.
process.send?.(await measureCeiling(childArgument() as CeilingWanted))
