import { afterAll, describe, expect, test } from 'vitest'
import { migrations } from './migrations/migrations.ts'
import { openMetadata } from './openMetadata.ts'
import { skipNote } from './test-support/metadata.contract.ts'
import { postgresPlace, postgresUrl } from './test-support/places.ts'

const place = await postgresPlace()

describe.skipIf(place.skip !== undefined)(`several processes${skipNote(place)}`, () => {
  afterAll(() => place.clear())

  test('that start at once on an empty database apply each migration once', async () => {
    const opened = await Promise.all(Array.from({ length: 4 }, () => place.open()))
    try {
      const applied = await opened[0]?.db.selectFrom('migrations').select('version').execute()
      expect(applied).toHaveLength(migrations.length)
    } finally {
      await Promise.all(opened.map((metadata) => metadata.close()))
    }
  })
})

test('a schema name that would need quotes is refused', async () => {
  await expect(openMetadata({ url: postgresUrl, schema: 'a"; drop' })).rejects.toMatchObject({
    code: 'bad_schema_name',
    at: ['schema'],
  })
})

test('a server that does not answer is the error of whoever opens', async () => {
  const nowhere = 'postgres://postgres@127.0.0.1:1/test'
  await expect(openMetadata({ url: nowhere })).rejects.toThrow(/ECONNREFUSED/)
})
