import { describe, expect, test } from 'vitest'
import type { Metadata } from '../metadata.ts'
import {
  announceIntent,
  endIntent,
  intentStands,
  intentsSeen,
  intentsUnderWay,
  isAllSeen,
  newestIntent,
  openIntent,
  presenceOf,
  pruneIntents,
  readWork,
  recordedVersion,
} from '../work/intents.ts'
import { acquireLease, isNewest } from '../work/leases.ts'

const long = 60_000
const receivedAt = 1_000

export function intentsContract(metadata: () => Metadata): void {
  const live = (process: string) => acquireLease(metadata().db, presenceOf(process), 'itself', long)
  const workOn = async (id: bigint) =>
    (await readWork(metadata().db, [], 1_000)).find((work) => work.id === id)

  describe('intents', () => {
    test('who announces reads what others have announced since, and what of it is under way', async () => {
      await live('a')
      const a = await announceIntent(
        metadata(),
        { process: 'a', messageIds: ['m1', "m'2"], receivedAt },
        0n,
      )
      const b = await announceIntent(
        metadata(),
        { process: 'b', messageIds: ['m1'], receivedAt },
        a.id - 1n,
      )
      expect(b.news).toEqual([{ id: a.id, messageIds: ['m1', "m'2"] }])
      expect([...b.underWay]).toContain(a.id)
      await intentStands(metadata().db, a.id, [])
      const again = await announceIntent(
        metadata(),
        { process: 'b', messageIds: [], receivedAt },
        b.id,
      )
      expect(again.news).toEqual([])
      expect([...again.underWay]).not.toContain(a.id)
      expect(await intentsUnderWay(metadata().db, [a.id])).toEqual([])
    })

    test('what a living process has open is nobody else’s; what stands, failed, or was left by a dead one is work', async () => {
      const { db } = metadata()
      await live('c')
      const mine = { process: 'c', messageIds: [], receivedAt }
      const [open, stands, failed] = [
        await openIntent(db, mine),
        await openIntent(db, mine),
        await openIntent(db, mine),
      ]
      const dead = await openIntent(db, { ...mine, process: 'never there' })
      await intentStands(db, stands, ['touched'])
      await endIntent(db, failed, 'failed')
      expect(await workOn(open)).toBeUndefined()
      expect(await workOn(stands)).toMatchObject({ kind: 'stands', touched: ['touched'] })
      expect(await workOn(failed)).toMatchObject({ kind: 'doubtful', receivedAt })
      expect(await workOn(dead)).toMatchObject({ kind: 'doubtful' })
      expect(await isAllSeen(db, await newestIntent(db))).toBe(false)
    })

    test('one that stands after it was held for dead is looked at once more', async () => {
      const { db } = metadata()
      const late = await openIntent(db, { process: 'late', messageIds: [], receivedAt })
      expect(await workOn(late)).toMatchObject({ kind: 'doubtful' })
      expect(await intentStands(db, late, ['new'])).toBe(true)
      await intentsSeen(db, [late], 'doubtful')
      expect(await workOn(late)).toMatchObject({ kind: 'stands' })
      await intentsSeen(db, [late], 'stands')
      expect(await workOn(late)).toBeUndefined()
      expect(await intentStands(db, late, ['too late'])).toBe(false)
    })

    test('assignments are recorded up to the first intent that is open', async () => {
      const { db } = metadata()
      const open = await openIntent(db, { process: 'd', messageIds: [], receivedAt })
      await db
        .updateTable('identity_state')
        .set((eb) => ({ epoch: eb('epoch', '+', 5n) }))
        .execute()
      const before = await recordedVersion(db)
      const { epoch } = await db
        .selectFrom('identity_state')
        .select('epoch')
        .executeTakeFirstOrThrow()
      expect(before).toBeLessThan(epoch)
      const rest = (await readWork(db, [], 1_000)).map(({ id }) => id)
      await intentsSeen(db, [open, ...rest], 'doubtful')
      await db.updateTable('intents').set({ state: 'done', touched: null }).execute()
      expect(await recordedVersion(db)).toBe(epoch)
    })

    test('what was removed is said, so that who missed it knows', async () => {
      const { db } = metadata()
      const old = await openIntent(db, { process: 'e', messageIds: ['gone'], receivedAt })
      await endIntent(db, old, 'done')
      await pruneIntents(metadata(), -long)
      const next = await announceIntent(
        metadata(),
        { process: 'f', messageIds: [], receivedAt },
        0n,
      )
      expect(next.pruned).toBeGreaterThanOrEqual(old)
      expect(next.news.map(({ id }) => id)).not.toContain(old)
    })

    test('a later holding of a lease is told from an earlier one', async () => {
      const { db } = metadata()
      const first = await acquireLease(db, 'turn', 'a', -1)
      const second = await acquireLease(db, 'turn', 'b', long)
      if (first === undefined || second === undefined) throw new Error('both were free')
      const isStill = (lease: typeof first) => metadata().transaction((tx) => isNewest(tx, lease))
      expect([await isStill(first), await isStill(second)]).toEqual([false, true])
    })
  })
}
