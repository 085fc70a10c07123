import { afterAll, beforeAll, describe } from 'vitest'
import type { Metadata } from '../metadata.ts'
import { skipNote } from './metadata.contract.ts'
import { embeddedPlace, postgresPlace } from './places.ts'

/** The same tests on every adapter. `metadata` gives the open store, inside of a test. */
export async function atEveryPlace(tests: (metadata: () => Metadata) => void): Promise<void> {
  for (const place of [embeddedPlace(), await postgresPlace()]) {
    describe.skipIf(place.skip !== undefined)(`${place.name}${skipNote(place)}`, () => {
      let metadata: Metadata | undefined
      beforeAll(async () => {
        metadata = await place.open()
      })
      afterAll(async () => {
        await metadata?.close()
        await place.clear()
      })
      tests(() => {
        if (metadata === undefined) throw new Error('the store is only open inside of a test')
        return metadata
      })
    })
  }
}
