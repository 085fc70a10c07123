import type { RunningServer } from '@muster/server'
import { createShop, demoAudiences, quicken } from '@muster/shop'
import type { Context } from '../context.ts'
import { formatMs, formatNumber } from '../output/format.ts'
import { showProgress } from '../output/progress.ts'
import { beatLine, beatScreen } from './beatText.ts'
import { createAudiences } from './createAudiences.ts'
import { feedHistory } from './feedHistory.ts'
import type { Door } from './openDoor.ts'
import { playLive } from './playLive.ts'
import type { Beat } from './pulse.ts'
import { watch } from './pulse.ts'
import { pause } from '../pause.ts'

export interface DemoOptions {
  readonly people: number
  readonly days: number
  readonly seed: number
  /** How many times as fast as time the live part runs. */
  readonly speed: number
  readonly isHeadless: boolean
  /** How long the live part runs; until it is ended when undefined. */
  readonly liveMs: number | undefined
}

const DAY = 86_400_000
const BEAT_MS = 1_000

/** Fills an engine with a shop's history, puts audiences in force, and plays live traffic until it should end. */
export async function runDemo(
  server: RunningServer,
  options: DemoOptions,
  context: Context,
  door: Door,
): Promise<void> {
  const { io } = context
  const { engine } = server
  const until = io.now()
  const shop = createShop({ ...options, until })
  const isFilled = (await engine.status()).messages > 0
  if (isFilled) io.err('The data folder holds messages already, so no history is added.\n')
  else await fill(server, shop.history(), { ...options, until }, context)
  if (io.ending.aborted) return

  const created = await createAudiences(engine)
  io.err(`${formatNumber(created)} audiences put in force.\n`)
  const { liveMs } = options
  const ending =
    liveMs === undefined ? io.ending : AbortSignal.any([io.ending, AbortSignal.timeout(liveMs)])
  const pulse = await watch(engine, demoAudiences(), io.now)
  const live = quicken(shop.live(until), { from: until, speed: options.speed })
  const playing = playLive(engine, live, { now: io.now, ending })
  try {
    await Promise.race([
      playing,
      show(
        () => pulse.beat(),
        async () => (await door()) ?? server.url,
        options,
        context,
        ending,
      ),
    ])
  } finally {
    await pulse.stop()
  }
  await playing
}

async function fill(
  { engine }: RunningServer,
  history: Parameters<typeof feedHistory>[1],
  { days, until }: { readonly days: number; readonly until: number },
  { io }: Context,
): Promise<void> {
  const progress = showProgress(io, 'History')
  const started = io.now()
  const from = until - days * DAY
  const fed = await feedHistory(
    engine,
    history,
    (count, upTo) => {
      const seconds = Math.max(0.001, (io.now() - started) / 1_000)
      const note = `${formatNumber(count)} messages, ${formatNumber(Math.round(count / seconds))}/s`
      progress.update((upTo - from) / (until - from), note)
    },
    io.ending,
  )
  progress.stop()
  const took = Math.max(1, io.now() - started)
  const rate = formatNumber(Math.round(fed / (took / 1_000)))
  io.err(`${formatNumber(fed)} messages of history in ${formatMs(took)} (${rate}/s).\n`)
}

/** A screen that is drawn again and again, or lines for whoever has no terminal. */
async function show(
  beat: () => Promise<Beat>,
  link: () => Promise<string>,
  { isHeadless }: DemoOptions,
  { io, paint, isJson, show: print }: Context,
  ending: AbortSignal,
): Promise<void> {
  const isScreen = io.outIsTerminal && !isHeadless && !isJson
  if (isScreen) io.out(openScreen)
  let last: Beat | undefined
  let open = await link()
  try {
    while (!ending.aborted) {
      const now = await beat()
      last = now
      const before = open
      open = await link()
      if (isScreen) io.out(`${clear}${beatScreen(now, open, paint, io.size())}`)
      else print(sendable(now), () => `${beatLine(now)}\n`)
      if (!isScreen && open !== before) io.err(`The link was used. A fresh one: ${open}\n`)
      await pause(BEAT_MS, ending)
    }
  } finally {
    if (isScreen) io.out(closeScreen)
  }
  if (isScreen && last !== undefined) io.out(`${beatLine(last)}\n`)
}

function sendable({ latest, latency, ...beat }: Beat) {
  const audiences = beat.audiences.map((each) => ({ ...each, size: each.size ?? null }))
  return { ...beat, audiences, latency: latency ?? null, latestCursor: latest[0]?.cursor ?? null }
}

/** The other screen of the terminal, without a cursor: what was on it comes back afterwards. */
const openScreen = '\u001b[?1049h\u001b[?25l'
const closeScreen = '\u001b[?25h\u001b[?1049l'
const clear = '\u001b[H\u001b[J'
