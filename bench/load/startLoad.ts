import { randomUUID } from 'node:crypto'
import { runChild } from '../child.ts'
import type { Server } from '../server/startServer.ts'
import type { LoadOptions, LoadResult } from './load.ts'

export type Load = Pick<
  LoadOptions,
  'people' | 'visitors' | 'batch' | 'connections' | 'messagesPerSecond' | 'seconds'
>

/** Sends messages from a process of its own, and resolves when the last one is answered. */
export async function runLoad({ url, writeKey }: Server, load: Load): Promise<LoadResult> {
  const options: LoadOptions = { ...load, url, writeKey, seed: 7, run: randomUUID() }
  const result = await runChild<LoadResult>(new URL('loadMain.ts', import.meta.url), options)
  if (result === undefined) throw new Error('the load told no result')
  return result
}
