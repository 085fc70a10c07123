import type { Metadata } from '../metadata/metadata.ts'
import { advanceBackfill, readProgress } from '../metadata/audience/progress.ts'
import { advanceWatermarks, readWatermark } from '../metadata/work/watermarks.ts'
import { beginBackfill, recordAnew, recordSome, type Backfilling } from './backfilling.ts'
import type { ChangeLog } from './changeLog.ts'
import { nextGroup } from './computeBackfill.ts'
import { createEdgeWatch } from './edgeWatch.ts'
import type { EvaluationContext } from './evaluation.ts'
import { createForesight } from './foresight.ts'
import { HotProfiles } from './hotProfiles.ts'
import { KnownNodes } from './knownNodes.ts'
import { createPendingTouches } from './pendingTouches.ts'
import {
  createProgram,
  nothingReferred,
  sameOr,
  withComing,
  type InForce,
  type Program,
} from './program.ts'
import { RecordedMembers } from './recordedMembers.ts'
import { WATERMARKS } from './recover.ts'
import { tick, type Tick } from './tick.ts'
import { timed, type Touch, type Touches } from './touches.ts'
import { createValueWatch } from './valueWatch.ts'
import { createYielding } from './yielding.ts'
import type { Meanings } from '@muster/core'

export interface RefresherDeps extends EvaluationContext {
  readonly metadata: Metadata
  readonly changeLog: ChangeLog
  readonly clock: () => number
  /** The live audiences at their current versions, and every definition that may be referred to. */
  readonly library: () => Promise<{
    readonly live: readonly InForce[]
    readonly meanings: Meanings
  }>
  /** When the oldest message that is not durable yet was received, and up to which version assignments are recorded. */
  readonly progressOfIngest: () => {
    readonly oldestReceivedAt: number | undefined
    readonly assignments: bigint
  }
  /** Messages that wait to become durable in this process. */
  readonly queued: () => number
  /** Milliseconds from the end of one tick to the beginning of the next. */
  readonly pause: number
  /** Watermarks move so often at the most, and at the end; with each tick when it is left out, for whoever reads them meanwhile. Milliseconds. */
  readonly marksEvery?: number
  /** Moves watermarks forward; in the metadata store when it is left out. */
  readonly advance?: (marks: ReadonlyMap<string, bigint>) => Promise<void>
  readonly onTick: (result: Tick & { readonly tookMs: number }) => void
  /** A tick or backfill that failed; it is tried again. */
  readonly onError: (error: unknown, doing: 'tick' | 'backfill') => void
}

export interface Refresher {
  /** These will be touched in a moment. */
  readonly expect: (profiles: Iterable<bigint>) => void
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
const GATHERING = 5
/** A touch no longer ago than this says that others are touched all the time. Milliseconds. */
const LATELY = 2_000
/** Memberships of new audiences that are recorded between two ticks while nobody is touched. */
const MOST_AT_ONCE = 500_000
/**
 * The same while others are touched: they are inserted with what the next tick finds, and whoever follows the changes has to take them as well. So as few
 * as it takes to be done after so many turns, or so many for each audience.
 */
const [LEAST_AT_ONCE, TURNS, TURNS_EACH] = [2_500, 60, 8]
/** After a tick that failed. */
const RETRY = 1_000

/** Runs ticks one after another, and backfills beside them. */
export function createRefresher(deps: RefresherDeps): Refresher {
  const { metadata, clock, changeLog } = deps
  const advance = deps.advance ?? ((marks) => advanceWatermarks(metadata.db, marks))
  const pending = createPendingTouches()
  let watermark: number | undefined
  let program: Program = createProgram([], nothingReferred)
  let mustReload = true
  let isClosed = false
  let loop: Promise<void> = Promise.resolve()
  let ticks = 0
  let lastTouch = -Infinity
  let wake: () => void = () => undefined
  let settled: { readonly afterTick: number; readonly done: () => void }[] = []
  let backfill: Backfilling | undefined
  /** What ticks evaluate: the program, and what is on its way into force. */
  let evaluated = program
  const watch = createValueWatch(deps)
  const nodes = new KnownNodes()
  const hot = new HotProfiles(nodes)
  const members = new RecordedMembers()
  const edges = createEdgeWatch(deps.warehouse, { known: hot })
  const isEnding = (): boolean => isClosed
  const beside = {
    ...{ ...deps, watch, members, isEnding },
    get zone() {
      return deps.zone
    },
  }

  const areOthersTouched = (): boolean => performance.now() - lastTouch < LATELY
  const foresight = createForesight(beside, hot)
  const yielding = createYielding(deps.queued)

  const reload = async (): Promise<void> => {
    mustReload = false
    let { live, meanings } = await deps.library()
    const progress = new Map((await readProgress(metadata.db)).map((row) => [row.audience, row]))
    const isInForce = ({ number, version }: InForce): boolean => {
      const row = progress.get(number)
      return row?.backfill.state === 'done' && row.versionInForce === version
    }
    const waiting = live.filter((audience) => !isInForce(audience))
    if (waiting.length > 0 && backfill === undefined) {
      const group = await nextGroup(beside, waiting, meanings)
      // Marked before the definitions are read: whoever changes one afterwards asks anew, and that wipes out the mark.
      for (const { number: audience, version } of group)
        await advanceBackfill(metadata.db, { audience, version, done: 0n, total: 0n, at: clock() })
      ;({ live, meanings } = await deps.library())
      const marked = live.filter(({ number, version }) =>
        group.some((other) => other.number === number && other.version === version),
      )
      const at = nextInstant()
      // Ticks see to all that happens from then on.
      watermark ??= at
      backfill = beginBackfill(beside, marked, meanings, at, {
        isUnhurried: areOthersTouched(),
        onComputed: () => {
          wake()
        },
      })
    }
    program = sameOr(program, createProgram(live.filter(isInForce), meanings))
    evaluated =
      backfill === undefined
        ? program
        : sameOr(evaluated, withComing(program, backfill.program, meanings))
  }

  const reloadOrLater = async (): Promise<void> => {
    try {
      await reload()
    } catch (error) {
      mustReload = true
      throw error
    }
  }

  /** The clock never goes back here: a tick covers what lies between it and the last one. */
  const nextInstant = (): number => Math.max(clock(), (watermark ?? 0) + 1)

  const keepMembers = (): Promise<void> =>
    members.keep(deps.warehouse, new Set([...program.all, ...(backfill?.program.all ?? [])]))

  /** Records some of what was computed, as much as changes of others can wait for. */
  const recordComputed = async (computed: Backfilling): Promise<void> => {
    const found = await computed.computed
    const isBesideOthers = areOthersTouched()
    const turns = Math.max(TURNS, TURNS_EACH * computed.program.audiences.length)
    const most = isBesideOthers
      ? Math.ceil(Math.max(LEAST_AT_ONCE, (found ?? 0) / turns))
      : MOST_AT_ONCE
    const turn = { before: watermark ?? computed.at, at: nextInstant(), most, isBesideOthers }
    if (found !== undefined && !(await recordSome(beside, computed, turn))) return
    backfill = undefined
    mustReload = true
  }

  const runTick = async (): Promise<Tick | undefined> => {
    const before = watermark ?? clock() - 1
    const touches = pending.take()
    const { oldestReceivedAt, assignments } = deps.progressOfIngest()
    const at = nextInstant()
    try {
      const span = { before, at, zone: deps.zone }
      const programs = backfill === undefined ? [program] : [program, backfill.program]
      await watch.narrow(programs, span, backfill?.at ?? before)
      await watch.touchWatched(program, span, touches)
      const learned = watch.learn(programs, span, timed(touches, programs), (worked) =>
        yielding.after(worked, isEnding),
      )
      const [result] = await Promise.all([
        tick(
          {
            ...{ ...deps, zone: span.zone, members, hot, edges, foresight, yielding },
            isEnding,
            ...(backfill && { aside: backfill }),
          },
          evaluated,
          span,
          touches,
        ),
        learned,
      ])
      if (result === undefined) return undefined
      // What waits for others may have found none.
      await changeLog.append([])
      watermark = at
      marks = new Map<string, bigint>([
        [WATERMARKS.seq, changeLog.lastSeq()],
        [WATERMARKS.assignments, assignments],
        [WATERMARKS.received, BigInt(Math.min(at, oldestReceivedAt ?? at))],
        [WATERMARKS.refreshed, BigInt(at)],
      ])
      if (performance.now() - savedAt >= (deps.marksEvery ?? 0)) await saveProgress()
      return result
    } catch (error) {
      // Whoever was touched still is; what was half taken in of their news is read anew.
      hot.clear()
      pending.putBack(touches)
      throw error
    } finally {
      foresight.tickDone()
    }
  }

  const saved = new Map<string, bigint>()
  let marks = new Map<string, bigint>()
  let savedAt = -Infinity
  const saveProgress = async (): Promise<void> => {
    const moved = new Map([...marks].filter(([name, value]) => saved.get(name) !== value))
    savedAt = performance.now()
    if (moved.size === 0) return
    await advance(moved)
    for (const [name, value] of moved) saved.set(name, value)
  }

  const step = async (): Promise<void> => {
    const began = performance.now()
    const tickNumber = ++ticks
    await changeLog.mend()
    void nodes.keep(deps.warehouse, isEnding)
    await keepMembers()
    if (backfill?.isComputed === true) await recordComputed(backfill)
    if (mustReload) await reloadOrLater()
    await keepMembers()
    await foresight.arrival(pending)
    const result = await runTick()
    // Whoever counts ticks takes them for a look at everybody who was touched before.
    if (result === undefined) return
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
        const isIdle = pending.isEmpty() && settled.length === 0 && !mustReload && !isClosed
        await rest(isIdle ? Math.max(deps.pause, IDLE) : deps.pause)
      } catch (error) {
        // What was half recorded is read from the record.
        members.clear()
        if (backfill !== undefined) recordAnew(backfill)
        deps.onError(error, 'tick')
        await new Promise((resolve) => setTimeout(resolve, RETRY))
      }
    }
  }

  return {
    expect: (profiles) => {
      // Under pressure the tick that looks at them is far away, and reads them with many others.
      if (!isClosed && !yielding.isPressed()) foresight.expect(evaluated, profiles)
    },
    touch: (profile, touch) => {
      pending.add(profile, touch)
      lastTouch = performance.now()
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
      for (const [profile, all] of touches) for (const touch of all) pending.add(profile, touch)
      loop = run()
    },
    close: async () => {
      isClosed = true
      wake()
      await loop
      await Promise.all([backfill?.computed, nodes.keep(deps.warehouse, isEnding)])
      // Whoever starts next repeats what is not marked.
      await saveProgress().catch(() => undefined)
    },
  }
}
