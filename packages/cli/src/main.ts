#!/usr/bin/env -S UV_THREADPOOL_SIZE=16 node
import { processIo } from './io.ts'
import { run } from './run.ts'

process.exitCode = await run(process.argv.slice(2), processIo())
