import fc from 'fast-check'
import { expect, test } from 'vitest'
import { AUDIENCE_IDS, LIST_IDS } from '../vocabulary.test-support.ts'
import { definitionArbitrary } from './arbitrary.test-support.ts'
import { checkDefinition } from './checkDefinition.ts'
import type { CheckContext } from './checkContext.ts'

const context: CheckContext = {
  audience: (id) => (AUDIENCE_IDS.some((known) => known === id) ? { everyone: true } : undefined),
  list: (id) => LIST_IDS.some((known) => known === id),
}

test('every generated definition passes the check unchanged', () => {
  fc.assert(
    fc.property(definitionArbitrary(), (definition) => {
      expect(checkDefinition(definition, context)).toMatchObject({ ok: true, definition })
    }),
    { numRuns: 1_000 },
  )
})
