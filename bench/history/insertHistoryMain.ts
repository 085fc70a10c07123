import { childArgument } from '../child.ts'
import { insertHistory, type Wanted } from './insertHistory.ts'

// The parent wrote it.
await insertHistory(childArgument() as Wanted)
