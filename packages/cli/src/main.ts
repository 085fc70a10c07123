#!/usr/bin/env -S UV_THREADPOOL_SIZE=16 node --max-semi-space-size=64
import { availableParallelism } from 'node:os'
import { setFlagsFromString } from 'node:v8'
import { processIo } from './io.ts'
import { run } from './run.ts'

/** Up to so many cores nothing is left over for threads that help the collector: they take from the engine more than they spare (docs/performance.md). */
const FEW_CORES = 4
/** The collector would let the heap grow to four times of what lives in it while there is memory; it has little more to do when that is less than twice. */
setFlagsFromString('--heap-growing-percent=70')
if (availableParallelism() <= FEW_CORES) setFlagsFromString('--no-parallel-scavenge')

process.exitCode = await run(process.argv.slice(2), processIo())
