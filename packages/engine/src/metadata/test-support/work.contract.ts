import { describe, expect, test } from 'vitest'
import type { Metadata } from '../metadata.ts'
import { moveCursor, readCursor } from '../work/cursors.ts'
import type { RunningJob } from '../work/job.ts'
import {
  cancelJob,
  claimJob,
  enqueueJob,
  failJob,
  finishJob,
  getJob,
  listJobs,
  reportJob,
  requeueJob,
} from '../work/jobs.ts'
import { acquireLease, releaseLease, renewLease } from '../work/leases.ts'
import { advanceWatermark, advanceWatermarks, readWatermark } from '../work/watermarks.ts'

const long = 60_000
const over = -1

export function workContract(metadata: () => Metadata): void {
  describe('leases', () => {
    test('one holder at a time, and the fence goes up with each holding', async () => {
      const { db } = metadata()
      const first = await acquireLease(db, 'refresh', 'a', long)
      expect(first).toMatchObject({ holder: 'a', fence: 1n })
      expect(await acquireLease(db, 'refresh', 'b', long)).toBeUndefined()
      if (first === undefined) return
      expect((await renewLease(db, first, 2 * long))?.expiresAt).toBeGreaterThan(first.expiresAt)
      await releaseLease(db, first)
      expect(await renewLease(db, first, long)).toBeUndefined()
      expect(await acquireLease(db, 'refresh', 'b', long)).toMatchObject({ fence: 2n })
    })

    test('a lease that ran out passes on, and the late holder cannot touch it', async () => {
      const { db } = metadata()
      const late = await acquireLease(db, 'late', 'a', over)
      const next = await acquireLease(db, 'late', 'b', long)
      expect(next).toMatchObject({ holder: 'b', fence: 2n })
      if (late === undefined) return
      expect(await renewLease(db, late, long)).toBeUndefined()
      await releaseLease(db, late)
      expect(await acquireLease(db, 'late', 'c', long)).toBeUndefined()
    })

    test('a holder that was restarted gets a new fence', async () => {
      const { db } = metadata()
      await acquireLease(db, 'again', 'a', long)
      expect(await acquireLease(db, 'again', 'a', long)).toMatchObject({ fence: 2n })
    })

    test('of many that ask at once one gets it', async () => {
      const { db } = metadata()
      const asked = Array.from({ length: 10 }, (_, index) =>
        acquireLease(db, 'rush', `holder ${index}`, long),
      )
      expect((await Promise.all(asked)).filter((lease) => lease !== undefined)).toHaveLength(1)
    })
  })

  describe('watermarks and cursors', () => {
    test('a watermark never goes back', async () => {
      const { db } = metadata()
      expect(await readWatermark(db, 'tick')).toBeUndefined()
      expect(await advanceWatermark(db, 'tick', 2n ** 60n)).toBe(2n ** 60n)
      expect(await advanceWatermark(db, 'tick', 5n)).toBe(2n ** 60n)
      expect(await readWatermark(db, 'tick')).toBe(2n ** 60n)
    })

    test('several watermarks move at once, and none of them back', async () => {
      const { db } = metadata()
      await advanceWatermarks(
        db,
        new Map([
          ['one', 1n],
          ['two', 2n],
        ]),
      )
      await advanceWatermarks(
        db,
        new Map([
          ['one', 0n],
          ['two', 3n],
        ]),
      )
      await advanceWatermarks(db, new Map())
      expect(await readWatermark(db, 'one')).toBe(1n)
      expect(await readWatermark(db, 'two')).toBe(3n)
    })

    test('a cursor moves only from where it was read', async () => {
      const { db } = metadata()
      const move = (from: string | undefined, to: string) =>
        moveCursor(db, 'mail', 'changes', { from, to, at: 1 })
      expect(await move(undefined, 'one')).toBe(true)
      expect(await move(undefined, 'two')).toBe(false)
      expect(await move('elsewhere', 'two')).toBe(false)
      expect(await move('one', 'two')).toBe(true)
      expect(await readCursor(db, 'mail', 'changes')).toBe('two')
      expect(await readCursor(db, 'mail', 'other')).toBeUndefined()
    })
  })

  describe('jobs', () => {
    const claim = async (kind: string, holder = 'worker', milliseconds = long) => {
      const job = await claimJob(metadata().db, [kind], holder, milliseconds)
      if (job === undefined) throw new Error(`no ${kind} to claim`)
      return job
    }

    test('a job is claimed once, tells its progress, and ends', async () => {
      const { db } = metadata()
      const queued = await enqueueJob(db, 'export', { rows: 9007199254740993n }, 1)
      expect(queued).toMatchObject({ state: 'queued', attempts: 0 })
      const job = await claim('export')
      expect(job).toMatchObject({ id: queued.id, attempts: 1, input: { rows: 9007199254740993n } })
      expect(await claimJob(db, ['export'], 'other', long)).toBeUndefined()
      expect(await reportJob(db, job, { done: 1 }, long)).toBe(true)
      expect(await finishJob(db, job, { file: 'x' }, 9)).toBe(true)
      expect(await getJob(db, job.id)).toMatchObject({
        state: 'done',
        progress: { done: 1 },
        result: { file: 'x' },
        finishedAt: 9,
      })
      expect(await failJob(db, job, {}, 10)).toBe(false)
    })

    test('a job whose holder is gone is begun again, and the old holder can do no more', async () => {
      const { db } = metadata()
      await enqueueJob(db, 'slow', null, 1)
      const late = await claim('slow', 'same', over)
      const next = await claim('slow', 'same')
      expect(next).toMatchObject({ id: late.id, attempts: 2 })
      for (const touch of [
        reportJob(db, late, 1, long),
        finishJob(db, late, 1, 2),
        failJob(db, late, 1, 2),
        requeueJob(db, late, 2),
      ]) {
        expect(await touch).toBe(false)
      }
      expect(await failJob(db, next, { code: 'no_space' }, 3)).toBe(true)
      expect(await getJob(db, next.id)).toMatchObject({
        state: 'failed',
        error: { code: 'no_space' },
      })
    })

    test('a job that was put back or cancelled', async () => {
      const { db } = metadata()
      await enqueueJob(db, 'back', null, 1)
      expect(await requeueJob(db, await claim('back'), 2)).toBe(true)
      const again: RunningJob = await claim('back')
      expect(await cancelJob(db, again.id, 3)).toBe(true)
      expect(await cancelJob(db, again.id, 4)).toBe(false)
      expect(await reportJob(db, again, null, long)).toBe(false)
      expect((await getJob(db, again.id))?.state).toBe('cancelled')
    })

    test('of many that claim at once each job goes to one', async () => {
      const { db } = metadata()
      for (let at = 0; at < 3; at++) await enqueueJob(db, 'rush', at, at)
      const claims = Array.from({ length: 8 }, (_, index) =>
        claimJob(db, ['rush'], `worker ${index}`, long),
      )
      const ids = (await Promise.all(claims)).flatMap((job) => (job ? [job.id] : []))
      expect(ids).toHaveLength(3)
      expect(new Set(ids).size).toBe(3)
      const [newest] = await listJobs(db, { limit: 1 })
      expect((await listJobs(db, { before: newest?.id ?? 0n, limit: 1 }))[0]?.id).toBeLessThan(
        newest?.id ?? 0n,
      )
    })
  })
}
