import { expect, test } from 'vitest'
import type { Explanation, Found } from './finding.ts'
import { explanationParts } from './explanationParts.ts'

const of = (found: Found, condition: Explanation['condition'] = { everyone: true }) => ({
  ...{ condition, at: [], holds: true, found },
})
const leaf = of({ kind: 'everyone' })
const other = of({ kind: 'list' }, { list: 'l' })

test.each<readonly [string, Found, readonly Explanation[]]>([
  ['a group', { kind: 'group', parts: [leaf, other] }, [leaf, other]],
  ['an audience', { kind: 'audience', id: 'a', explanation: other }, [other]],
  [
    'accounts',
    {
      kind: 'account',
      accounts: [
        { id: 'x', explanation: leaf },
        { id: 'y', explanation: other },
      ],
    },
    [leaf, other],
  ],
  ['no accounts', { kind: 'account', accounts: [] }, []],
  ['a trait', { kind: 'trait', values: ['pro'] }, []],
])('the parts of %s', (_, found, parts) => {
  expect(explanationParts(of(found))).toEqual(parts)
})
