import { expect, test } from 'vitest'
import { ids } from './identityFixtures.test-support.ts'
import { scoreIdentity } from './scoreIdentity.ts'

test.each([
  [['u:1 a:1', 'u:2'], ['u:1 a:1', 'u:2'], 1, 1],
  // Three true pairs, one found; it is right.
  [['u:1 a:1 a:2'], ['u:1 a:1', 'a:2'], 1, 1 / 3],
  // One true pair; three found, one of them right.
  [['u:1 a:1', 'u:2'], ['u:1 a:1 u:2'], 1 / 3, 1],
  [['u:1 a:1', 'u:2 a:2'], ['u:1 a:2', 'u:2 a:1'], 0, 0],
  [['u:1', 'u:2'], ['u:1', 'u:2'], undefined, undefined],
  // What only one side knows does not count.
  [['u:1 a:1 a:unseen'], ['u:1 a:1 e:unknown'], 1, 1],
])('[I26] truth %j, found %j: precision %d, recall %d', (truth, found, precision, recall) => {
  expect(scoreIdentity(truth.map(ids), found.map(ids))).toMatchObject({ precision, recall })
})
