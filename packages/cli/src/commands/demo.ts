import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Command } from 'commander'
import { parseDuration } from '@muster/core'
import { readCount } from '../context.ts'
import type { Programs } from '../context.ts'
import { openDoor } from '../demo/openDoor.ts'
import { runDemo } from '../demo/runDemo.ts'
import type { DemoOptions } from '../demo/runDemo.ts'
import { UsageError } from '../exitCodes.ts'
import type { Define } from './define.ts'
import { announce, configurationOf } from './serve.ts'

interface Options {
  readonly people: string
  readonly days: string
  readonly seed: string
  readonly speed: string
  readonly port?: string
  readonly headless?: boolean
  readonly for?: string
}

/** `muster demo` */
export function defineDemo(program: Command, define: Define, { startServer }: Programs): void {
  define(
    program
      .command('demo')
      .option('--people <count>', 'who came to the shop in its history', '20000')
      .option('--days <count>', 'length of the history', '365')
      .option('--seed <number>', 'the same one tells the same story', '1')
      .option('--speed <factor>', 'how many times as fast as time the live part runs', '300')
      .option('--port <number>', '4800 by default; 0 takes any that is free')
      .option('--headless', 'a line each second instead of a screen')
      .option(
        '--for <duration>',
        'how long the live part runs, such as 30s or 5m; until Ctrl-C by default',
      )
      .description('run a server with a simulated shop; keeps nothing unless --data is given'),
    async (context, options: Options) => {
      const demo = demoOf(options)
      const { givenData } = context
      const data = givenData ?? (await mkdtemp(join(tmpdir(), 'muster-demo-')))
      try {
        const flags = {
          ...(options.port !== undefined && { port: options.port }),
          ...{ data, logLevel: 'error' },
        }
        const configuration = configurationOf(flags, context.io)
        const server = await startServer(configuration)
        try {
          const door = await openDoor(server)
          const link = await door()
          const note =
            'Open the link to look around: it signs you in, once. Then a fresh one is shown.'
          await announce(server, configuration, context, link === undefined ? link : { link, note })
          await runDemo(server, demo, context, door)
        } finally {
          await server.close()
        }
      } finally {
        if (givenData === undefined) await rm(data, { recursive: true, force: true })
      }
    },
  )
}

function demoOf({ people, days, seed, speed, headless, ...options }: Options): DemoOptions {
  const factor = Number(speed)
  if (!(factor > 0 && factor <= 10_000)) {
    const message = `"${speed}" is no factor. Give a number above 0, up to 10,000.`
    throw new UsageError('bad_number', ['--speed'], message)
  }
  return {
    people: readCount(people, '--people', 1, 10_000_000),
    days: readCount(days, '--days', 3, 3_650),
    seed: readCount(seed, '--seed', 0),
    speed: factor,
    isHeadless: headless === true,
    liveMs: options.for === undefined ? undefined : readDuration(options.for),
  }
}

function readDuration(text: string): number {
  const ms = parseDuration(text)
  if (ms !== undefined) return ms
  throw new UsageError('bad_duration', ['--for'], `"${text}" is no duration. Write 30s, 5m or 1h.`)
}
