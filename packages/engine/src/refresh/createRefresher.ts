import type { Metadata } from '../metadata/metadata.ts'
import {
  advanceBackfill,
  failBackfill,
  finishBackfill,
  readProgress,
} from '../metadata/audience/progress.ts'
import { advanceWatermarks, readWatermark } from '../metadata/work/watermarks.ts'
import { computeBackfill, recordBackfill } from './backfill.ts'
import type { ChangeLog } from './changeLog.ts'
import type { EvaluationContext } from './evaluation.ts'
import { HotProfiles } from './hotProfiles.ts'
import { createProgram, type InForce, type Program } from './program.ts'
import { WATERMARKS } from './recover.ts'
import { tick, type Tick } from './tick.ts'
import { addTouch, timed, withoutMessage, type Touch, type Touches } from './touches.ts'
import { createValueWatch } from './valueWatch.ts'
import type { Definition } from '@muster/core'

export interface RefresherDeps extends EvaluationContext {
  readonly metadata: Metadata
  readonly changeLog: ChangeLog
  readonly clock: () => number
  /** The live audiences at their current versions, and every definition that may be referred to. */
  readonly library: () => Promise<{
    readonly live: readonly InForce[]
    readonly definitions: ReadonlyMap<string, Definition>
  }>
  /** When the oldest message that is not durable yet was received, and up to which version assignments are recorded. */
  readonly progressOfIngest: () => {
    readonly oldestReceivedAt: number | undefined
    readonly assignments: bigint
  }
  /** Milliseconds from the end of one tick to the beginning of the next. */
  readonly pause: number
  /** Moves watermarks forward; in the metadata store when it is left out. */
  readonly advance?: (marks: ReadonlyMap<string, bigint>) => Promise<void>
  readonly onTick: (result: Tick & { readonly tookMs: number }) => void
  /** A tick or backfill that failed; it is tried again. */
  readonly onError: (error: unknown, doing: 'tick' | 'backfill') => void
}

export interface Refresher {
  readonly touch: (profile: bigint, touch: Touch) => void
  /** To be called when the library has changed: new versions are backfilled, archived ones are no longer evaluated. */
  readonly reload: () => void
  /** Resolves when everything that was touched before the call has been evaluated and every pending backfill is done. */
  readonly settle: () => Promise<void>
  readonly watermark: () => number | undefined
  readonly start: (touches: Touches) => Promise<void>
  readonly close: () => Promise<void>
}

/** While nothing happens only the clock moves, and an exit by the clock is to be told within a second. Milliseconds. */
const IDLE = 250
/** How long the first of a burst of messages waits for the others. */
const GATHERING = 20
/** After a tick that failed. */
const RETRY = 1_000

/** Runs ticks one after another, and backfills beside them. */
export function createRefresher(deps: RefresherDeps): Refresher {
  const { metadata, clock, changeLog } = deps
  const advance = deps.advance ?? ((marks) => advanceWatermarks(metadata.db, marks))
  let pending: Touches = new Map()
  let watermark: number | undefined
  let program: Program = createProgram([], new Map())
  let mustReload = true
  let isClosed = false
  let loop: Promise<void> = Promise.resolve()
  let ticks = 0
  let wake: () => void = () => undefined
  let settled: { readonly afterTick: number; readonly done: () => void }[] = []
  /** The backfill under way, with everybody touched since the instant that it is computed for. */
  let backfill:
    | {
        readonly program: Program
        readonly definitions: ReadonlyMap<string, Definition>
        readonly at: number
        readonly touched: Touches
        readonly computed: Promise<boolean>
        isComputed: boolean
      }
    | undefined
  const watch = createValueWatch(deps)
  const hot = new HotProfiles()
  const withHot = {
    ...deps,
    hot,
    get zone() {
      return deps.zone
    },
  }

  const reload = async (): Promise<void> => {
    mustReload = false
    const { live, definitions } = await deps.library()
    const progress = new Map((await readProgress(metadata.db)).map((row) => [row.audience, row]))
    const isInForce = ({ number, version }: InForce): boolean => {
      const row = progress.get(number)
      return row?.backfill.state === 'done' && row.versionInForce === version
    }
    const before = program
    program = createProgram(live.filter(isInForce), definitions)
    if (sameAudiences(before, program)) program = before
    const waiting = live.filter((audience) => !isInForce(audience))
    if (waiting.length > 0 && backfill === undefined) await beginBackfill(waiting)
  }

  /** Marked before the definitions are read: whoever changes one afterwards asks anew, and that wipes out the mark. */
  const beginBackfill = async (waiting: readonly InForce[]): Promise<void> => {
    const at = clock()
    for (const { number: audience, version } of waiting)
      await advanceBackfill(metadata.db, { audience, version, done: 0n, total: 0n, at })
    const { live, definitions } = await deps.library()
    const isWaiting = ({ number, version }: InForce): boolean =>
      waiting.some((other) => other.number === number && other.version === version)
    startBackfill(live.filter(isWaiting), definitions)
  }

  const startBackfill = (
    audiences: readonly InForce[],
    definitions: ReadonlyMap<string, Definition>,
  ): void => {
    const toDo = createProgram(audiences, definitions)
    const at = nextInstant()
    // A backfill sees all evidence that is there now; what comes while it computes is looked at once more afterwards.
    const touched: Touches = new Map()
    const computed = Promise.all([
      computeBackfill(deps, toDo, at),
      watch.cover(toDo, { before: at, at, zone: deps.zone }),
    ]).then(
      () => true,
      async (error: unknown) => {
        deps.onError(error, 'backfill')
        const note = {
          code: 'backfill_failed',
          message: error instanceof Error ? error.message : String(error),
        }
        for (const { number, version } of toDo.audiences)
          await failBackfill(metadata.db, { audience: number, version, error: note, at })
        return false
      },
    )
    const started = { program: toDo, definitions, at, touched, computed, isComputed: false }
    backfill = started
    void computed.then(() => {
      started.isComputed = true
      wake()
    })
  }

  /** The clock never goes back here: a tick covers what lies between it and the last one. */
  const nextInstant = (): number => Math.max(clock(), (watermark ?? 0) + 1)

  const endBackfill = async (done: NonNullable<typeof backfill>): Promise<void> => {
    const isGood = await done.computed
    backfill = undefined
    mustReload = true
    if (!isGood) return
    // The record is about to change by another way than a tick's.
    hot.clear()
    const audiences = await stillWanted(done.program.audiences)
    if (audiences.length === 0) return
    const wanted = createProgram(audiences, done.definitions)
    // The record never goes back in time, so what was found is said of the instant at which it is recorded; the tick sees to the rest.
    const at = nextInstant()
    await recordBackfill(deps.warehouse, changeLog, wanted, at, clock())
    const span = { before: done.at, at, zone: deps.zone }
    await watch.touchWatched(wanted, span, done.touched)
    await tick(deps, wanted, span, done.touched)
    for (const { number, version } of wanted.audiences) {
      await finishBackfill(metadata.db, { audience: number, version, watermark: at, at })
    }
    watermark ??= at
  }

  /** Without those that were asked for anew meanwhile: they, or audiences that they refer to, mean something else by now. */
  const stillWanted = async (audiences: readonly InForce[]): Promise<readonly InForce[]> => {
    const running = (await readProgress(metadata.db)).filter(
      ({ backfill: asked }) => asked.state === 'running',
    )
    return audiences.filter(({ number, version }) =>
      running.some((row) => row.audience === number && row.backfill.version === version),
    )
  }

  const runTick = async (): Promise<Tick> => {
    const before = watermark ?? clock() - 1
    const touches = pending
    pending = new Map()
    const { oldestReceivedAt, assignments } = deps.progressOfIngest()
    const at = nextInstant()
    try {
      for (const [profile, all] of touches)
        for (const touch of all)
          if (backfill !== undefined) addTouch(backfill.touched, profile, withoutMessage(touch))
      const span = { before, at, zone: deps.zone }
      await watch.touchWatched(program, span, touches)
      const programs = backfill === undefined ? [program] : [program, backfill.program]
      const learned = watch.learn(programs, span, timed(touches, programs))
      const [result] = await Promise.all([tick(withHot, program, span, touches), learned])
      watermark = at
      await saveProgress(at, Math.min(at, oldestReceivedAt ?? at), assignments)
      return result
    } catch (error) {
      // Whoever was touched still is; what was half taken in of their news is read anew.
      hot.clear()
      for (const [profile, all] of touches)
        for (const touch of all) addTouch(pending, profile, withoutMessage(touch))
      throw error
    }
  }

  const saved = new Map<string, bigint>()
  const saveProgress = async (at: number, received: number, assignments: bigint): Promise<void> => {
    const marks = new Map<string, bigint>([
      [WATERMARKS.seq, changeLog.lastSeq()],
      [WATERMARKS.assignments, assignments],
      [WATERMARKS.received, BigInt(received)],
      [WATERMARKS.refreshed, BigInt(at)],
    ])
    for (const [name, value] of marks) if (saved.get(name) === value) marks.delete(name)
    await advance(marks)
    for (const [name, value] of marks) saved.set(name, value)
  }

  const step = async (): Promise<void> => {
    const began = performance.now()
    const tickNumber = ++ticks
    if (await changeLog.mend()) hot.clear()
    if (backfill?.isComputed === true) await endBackfill(backfill)
    if (mustReload) await reload()
    const result = await runTick()
    deps.onTick({ ...result, tookMs: performance.now() - began })
    if (backfill === undefined && !mustReload) {
      const ready = settled.filter((wait) => wait.afterTick < tickNumber)
      settled = settled.filter((wait) => wait.afterTick >= tickNumber)
      for (const wait of ready) wait.done()
    }
  }

  /** Sleeps until it is time, or until somebody is touched: the first of a burst waits for a moment only, those that follow share a tick. */
  const rest = (milliseconds: number): Promise<void> =>
    new Promise((resolve) => {
      let timer = setTimeout(resolve, milliseconds)
      wake = () => {
        clearTimeout(timer)
        timer = setTimeout(resolve, Math.min(deps.pause, GATHERING))
        wake = () => undefined
      }
    })

  const run = async (): Promise<void> => {
    while (!isClosed) {
      try {
        await step()
        const isIdle = pending.size === 0 && settled.length === 0 && !mustReload && !isClosed
        await rest(isIdle ? Math.max(deps.pause, IDLE) : deps.pause)
      } catch (error) {
        deps.onError(error, 'tick')
        await new Promise((resolve) => setTimeout(resolve, RETRY))
      }
    }
  }

  return {
    touch: (profile, touch) => {
      addTouch(pending, profile, touch)
      wake()
    },
    reload: () => {
      mustReload = true
      wake()
    },
    settle: () =>
      new Promise((done) => {
        settled.push({ afterTick: ticks, done })
        wake()
      }),
    watermark: () => watermark,
    start: async (touches) => {
      const stored = await readWatermark(metadata.db, WATERMARKS.refreshed)
      watermark = stored === undefined ? undefined : Number(stored)
      for (const [profile, all] of touches)
        for (const touch of all) addTouch(pending, profile, touch)
      loop = run()
    },
    close: async () => {
      isClosed = true
      wake()
      await loop
      await backfill?.computed
    },
  }
}

const sameAudiences = (a: Program, b: Program): boolean =>
  JSON.stringify(a.audiences.map(({ number, version }) => [number, version])) ===
  JSON.stringify(b.audiences.map(({ number, version }) => [number, version]))
