import { driftOf } from '@muster/core'
import { cancellable, createAsk } from '../analyse/ask.ts'
import { compileAt, findSubject, gather, type SubjectContext } from '../analyse/subject.ts'
import type { AudiencesApi, AudienceView } from '../library/audiencesApi.ts'
import { readLibrary } from '../library/library.ts'
import {
  currentCalibration,
  getCalibration,
  listCalibrations,
} from '../metadata/segmentation/calibrations.ts'
import { done, refused, type Outcome } from '../metadata/outcome.ts'
import { calibrate, waitingFor, type CalibrateDeps } from './calibrate.ts'
import { gridOf } from './grid.ts'
import { rescore } from './rescore.ts'
import { segmentAudience, valuesOf } from './segmentAudience.ts'
import type {
  Calibration,
  CalibrationDrift,
  GridTrait,
  SegmentationApi,
  SegmentationState,
} from './segmentationApi.ts'
import { dueAt } from './whyLearn.ts'

export interface SegmentationDeps extends CalibrateDeps {
  readonly newId: () => string
  readonly createAudience: AudiencesApi['create']
}

export function createSegmentation(deps: SegmentationDeps): SegmentationApi<AudienceView> {
  const { metadata, warehouse, clock } = deps
  const ask = createAsk(warehouse, deps.newId)

  const subjectContext = async (): Promise<SubjectContext> => ({
    library: await readLibrary(metadata),
    catalogue: deps.catalogue(),
    zone: deps.zone(),
    promoted: deps.promoted,
    now: clock(),
  })

  /** The two that are asked for; the newer is the one in force, and the older the one before, when they are left out. */
  const both = async (between: {
    readonly older?: number
    readonly newer?: number
  }): Promise<Outcome<Pick<CalibrationDrift, 'older' | 'newer'>, string>> => {
    const [last, beforeLast] = await listCalibrations(metadata.db, 2)
    const found = async (
      id: number | undefined,
      usual: Calibration | undefined,
      key: 'older' | 'newer',
    ): Promise<Outcome<Calibration, string>> => {
      const calibration = id === undefined ? usual : await getCalibration(metadata.db, id)
      if (calibration !== undefined) return done(calibration)
      return id === undefined
        ? refused('no_calibration', [], 'There are no two calibrations to compare. Learn again.')
        : refused('unknown_calibration', [key], `There is no calibration ${id}. List them.`)
    }
    const newer = await found(between.newer, last, 'newer')
    if (!newer.ok) return newer
    const older = await found(between.older, beforeLast, 'older')
    if (!older.ok) return older
    return older.value.id < newer.value.id
      ? done({ older: older.value, newer: newer.value })
      : refused('empty_range', ['older'], 'Let "older" be a calibration before "newer".')
  }

  return {
    state: async () => {
      const current = await currentCalibration(metadata.db)
      const settings = deps.settings()
      return {
        settings,
        current,
        nextAt: current && dueAt(current, settings),
        waitingFor: current === undefined ? waitingFor(deps) : undefined,
      }
    },
    calibrations: (limit) => listCalibrations(metadata.db, limit),
    learn: (by) => deps.inTurn(() => calibrate(deps, { because: 'request', by })),
    drift: (between, signal) =>
      cancellable(signal, async () => {
        const found = await both(between)
        if (!found.ok) return found
        const { older, newer } = found.value
        const context = { at: newer.at, zone: deps.zone(), promoted: deps.promoted }
        const { rescored, onlyOlder, onlyNewer } = await rescore(ask, found.value, context, signal)
        return done({ older, newer, ...driftOf(older.counts, rescored), onlyOlder, onlyNewer })
      }),
    grid: ({ by, subject, at = subject?.at ?? clock() }, signal) =>
      cancellable(signal, async () => {
        const began = performance.now()
        const context = await subjectContext()
        const { computedTraits } = context.library
        if (!computedTraits.has(by)) return notThere(by, computedTraits, waitingFor(deps))
        const who = subject === undefined ? undefined : findSubject(context, subject, ['subject'])
        if (who?.ok === false) return who
        const people = who && (await gather(ask, who.value.people, signal))
        const wanted = { by, only: people?.set, hasRevenue: computedTraits.has('value.revenue') }
        const grid = await gridOf(ask, compileAt(context, at), wanted, signal)
        return done({
          ...{ by, at, ...grid, tookMs: performance.now() - began },
          subject: who && people && { ...who.value.about, size: people.size },
        })
      }),
    createAudience: async ({ trait, value, ...wanted }, by) => {
      const { computedTraits } = await readLibrary(metadata)
      if (!computedTraits.has(trait)) return notThere(trait, computedTraits, waitingFor(deps))
      const values = valuesOf(trait)
      if (values?.includes(value) === false)
        return refused(
          'bad_value',
          ['value'],
          `${trait} is never ${JSON.stringify(value)}. Use one of ${values.join(', ')}.`,
        )
      return deps.createAudience({ ...segmentAudience(trait, value), ...wanted }, by)
    },
  }
}

/** Thresholds come all at once, but for those of the margin, which not all orders tell. */
const notThere = (
  trait: GridTrait,
  there: ReadonlyMap<string, unknown>,
  waiting: NonNullable<SegmentationState['waitingFor']>,
): Outcome<never, string> =>
  refused(
    'no_calibration',
    ['trait'],
    there.has('rfm.segment')
      ? `${trait} is not there, since no order tells its margin or its cost. Say in the setting "segmentation" where it stands.`
      : `${trait} rests on thresholds that have not been learned yet. ${waiting.message}`,
  )
