import { childArgument } from '../child.ts'
import { recompute, type RecomputeWanted } from './recompute.ts'

// The parent wrote it.
process.send?.(await recompute(childArgument() as RecomputeWanted))
