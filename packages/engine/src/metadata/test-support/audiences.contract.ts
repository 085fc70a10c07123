import { describe, expect, test } from 'vitest'
import { createAudience } from '../audience/createAudience.ts'
import type { NewAudience } from '../audience/createAudience.ts'
import { editAudience } from '../audience/editAudience.ts'
import type { AudienceEdit } from '../audience/editAudience.ts'
import {
  advanceAudiences,
  advanceBackfill,
  failBackfill,
  finishBackfill,
  readProgress,
  requestBackfill,
} from '../audience/progress.ts'
import { audienceHistory, getAudience, listAudiences } from '../audience/readAudiences.ts'
import type { Metadata } from '../metadata.ts'

const everyone = { definition: { everyone: true }, fingerprint: 'f1' }
const made = { at: 10, by: 'ada' }

export function audiencesContract(metadata: () => Metadata): void {
  const create = async (wanted: Partial<NewAudience> & { readonly name: string }) =>
    createAudience(metadata().db, { ...everyone, ...wanted }, made)
  const created = async (name: string) => {
    const outcome = await create({ name })
    if (!outcome.ok) throw new Error(outcome.error.message)
    return outcome.value
  }
  const edit = (id: string, revision: number, change: AudienceEdit, at = 20) =>
    editAudience(metadata().db, { id, revision }, change, { at, by: 'bo' })

  describe('audiences', () => {
    test('a new one has its first version, an id like its name, and the next number', async () => {
      const definition = { all: [{ trait: 'n', is: { exactly: 9007199254740993n } }] }
      const first = await create({ name: ' Lapsed  VIPs (é) ', definition })
      const second = await create({ name: 'Lapsed vips e' })
      expect(first).toMatchObject({
        ok: true,
        value: { id: 'lapsed-vips-e', state: 'draft', version: 1, revision: 1, definition },
      })
      expect(second).toMatchObject({ ok: true, value: { id: 'lapsed-vips-e-2' } })
      if (!first.ok || !second.ok) return
      expect(second.value.number).toBe(first.value.number + 1)
      expect(await getAudience(metadata().db, first.value.id)).toEqual(first.value)
    })

    test('the definition keeps the order of its keys', async () => {
      const { id } = await created('Order of keys')
      const definition = { not: { trait: 'b', is: { zz: 1, a: 2 } } }
      await edit(id, 1, { definition: { definition, fingerprint: 'f2' } })
      const read = await getAudience(metadata().db, id)
      expect(JSON.stringify(read?.definition)).toBe(JSON.stringify(definition))
    })

    test('a name is taken in any case, unless its audience is archived', async () => {
      const { id } = await created('Ärzte')
      expect(await create({ name: 'ärzte' })).toMatchObject({
        ok: false,
        error: { code: 'name_taken', at: ['name'] },
      })
      await edit(id, 1, { state: 'archived' })
      const again = await create({ name: 'ärzte' })
      expect(again.ok).toBe(true)
      expect(await edit(id, 2, { state: 'draft' })).toMatchObject({
        error: { code: 'name_taken' },
      })
    })

    test('what cannot be created is refused with its place', async () => {
      await create({ name: 'Given id', id: 'given_id' })
      for (const [wanted, code, at] of [
        [{ name: '  ' }, 'empty_name', 'name'],
        [{ name: 'Bad id', id: 'Bad Id' }, 'invalid_id', 'id'],
        [{ name: 'Same id', id: 'given_id' }, 'id_taken', 'id'],
      ] as const) {
        expect(await create(wanted)).toMatchObject({ ok: false, error: { code, at: [at] } })
      }
    })

    test('another fingerprint is a new version, the same one is not', async () => {
      const { id } = await created('Versions')
      const changed = { definition: { not: { everyone: true } }, fingerprint: 'f2' }
      await edit(id, 1, { definition: changed, note: 'turned round' }, 20)
      const after = await edit(id, 2, { definition: changed, owner: 'Cy' }, 30)
      expect(after).toMatchObject({ ok: true, value: { version: 2, revision: 3, owner: 'Cy' } })
      expect(await audienceHistory(metadata().db, id)).toEqual([
        { version: 2, ...changed, createdAt: 20, createdBy: 'bo', note: 'turned round' },
        { version: 1, ...everyone, createdAt: 10, createdBy: 'ada', note: '' },
      ])
    })

    test('of two edits of one revision the second is refused', async () => {
      const { id } = await created('Contested')
      const both = await Promise.all([
        edit(id, 1, { owner: 'first' }),
        edit(id, 1, { owner: 'second' }),
      ])
      expect(both.filter(({ ok }) => ok)).toHaveLength(1)
      expect(both.find(({ ok }) => !ok)).toMatchObject({
        error: { code: 'edited_meanwhile', at: ['revision'] },
      })
      expect(await edit('nobody', 1, {})).toMatchObject({ error: { code: 'unknown_audience' } })
    })

    test('every plain fact can be changed, and taken away', async () => {
      const { id } = await created('Facts')
      const facts = { description: 'd', owner: 'o', useCase: { metric: 'm' }, tags: ['x', 'y,z'] }
      expect(await edit(id, 1, { ...facts, sunsetAt: 99 })).toMatchObject({
        value: { ...facts, sunsetAt: 99 },
      })
      expect(await edit(id, 2, { useCase: null, tags: [], sunsetAt: null })).toMatchObject({
        value: { useCase: null, tags: [], sunsetAt: null, description: 'd' },
      })
    })

    test('an archived one keeps the day, and is listed only when asked for', async () => {
      const { id } = await created('Gone')
      await edit(id, 1, { state: 'archived' }, 50)
      expect(await edit(id, 2, { owner: 'x', state: 'archived' }, 60)).toMatchObject({
        value: { state: 'archived', archivedAt: 50 },
      })
      const { db } = metadata()
      expect((await listAudiences(db, ['draft', 'live'])).map((one) => one.id)).not.toContain(id)
      expect((await listAudiences(db)).map((one) => one.id)).toContain(id)
    })

    test('many created at once get numbers without a gap', async () => {
      const names = Array.from({ length: 6 }, (_, index) => `Rush ${index}`)
      await Promise.all(names.map((name) => created(name)))
      const numbers = (await listAudiences(metadata().db)).map(({ number }) => number)
      expect(numbers.sort((a, b) => a - b)).toEqual(numbers.map((_, index) => index + 1))
    })
  })

  describe('progress of an audience', () => {
    const of = async (audience: number) =>
      (await readProgress(metadata().db)).find((progress) => progress.audience === audience)

    test('goes from asked for to in force, and an older backfill cannot end a newer one', async () => {
      const { db } = metadata()
      const { number: audience } = await created('Backfilled')
      await requestBackfill(db, { audience, version: 1, at: 1 })
      await advanceAudiences(db, [audience], 5)
      expect(await of(audience)).toMatchObject({ watermark: null, versionInForce: null })
      const step = { audience, version: 1, done: 5n, total: 10n, at: 2 }
      expect(await advanceBackfill(db, step)).toBe(true)
      expect(await failBackfill(db, { audience, version: 1, error: 'full', at: 2 })).toBe(true)
      expect(await of(audience)).toMatchObject({ backfill: { state: 'pending', error: 'full' } })
      expect(await advanceBackfill(db, { ...step, done: 12n })).toBe(true)
      expect(await finishBackfill(db, { audience, version: 1, watermark: 7, at: 3 })).toBe(true)
      await advanceAudiences(db, [audience], 9)
      await advanceAudiences(db, [audience], 8)
      expect(await of(audience)).toEqual({
        audience,
        watermark: 9,
        versionInForce: 1,
        backfill: { state: 'done', version: 1, done: 12n, total: 12n, error: null },
      })

      await requestBackfill(db, { audience, version: 2, at: 4 })
      expect(await advanceBackfill(db, step)).toBe(false)
      expect(await finishBackfill(db, { audience, version: 1, watermark: 9, at: 4 })).toBe(false)
      expect(await of(audience)).toMatchObject({
        watermark: 9,
        versionInForce: 1,
        backfill: { state: 'pending', version: 2, done: 0n },
      })
    })
  })
}
