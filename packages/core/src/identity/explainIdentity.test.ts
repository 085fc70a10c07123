import { expect, test } from 'vitest'
import type { Effect } from './effect.ts'
import { explainIdentity } from './explainIdentity.ts'
import type { IdentityLogEntry } from './explainIdentity.ts'
import { id, ids, message } from './identityFixtures.test-support.ts'
import { IdentityGraph } from './identityGraph.ts'
import { defaultIdentityLimits as limits } from './identityLimits.ts'
import { countFrom } from './referenceHistory.ts'
import { resolveMessage } from './resolveMessage.ts'
import { unmerge } from './unmerge.ts'

test('[I25] the explanation names where each identifier came from, what was seen together, and every merge and decision', () => {
  const graph = new IdentityGraph()
  const next = countFrom(1n)
  const log: IdentityLogEntry[] = []
  const arrive = (identifiers: string, source: string, at: number) => {
    const call = message(identifiers, { messageId: `m${at}`, receivedAt: at })
    const { used, effects } = resolveMessage(graph, call, limits, next)
    graph.apply(effects)
    log.push({ step: 'message', messageId: call.messageId, source, at, used, effects })
  }
  arrive('a:9', 'web', 1)
  arrive('u:1', 'app', 2)
  arrive('u:1 a:9', 'web', 3)
  arrive('u:1 a:9', 'web', 4)
  arrive('u:1 u:2', 'app', 5)
  const request = { profile: 1n, groups: [ids('a:9')], by: 'ann', at: 6 }
  const undone = unmerge(graph, request, next)
  const decided: readonly Extract<Effect, { effect: 'unmerged' }>[] = undone.ok
    ? undone.effects
    : []
  log.push({ step: 'decision', effects: decided })

  const explained = explainIdentity(log)
  expect(explained.nodes).toEqual([
    { identifier: id('a:9'), first: { messageId: 'm1', source: 'web', at: 1 }, messages: 3 },
    { identifier: id('u:1'), first: { messageId: 'm2', source: 'app', at: 2 }, messages: 4 },
  ])
  expect(explained.edges).toEqual([
    {
      between: ids('a:9 u:1'),
      first: { messageId: 'm3', source: 'web', at: 3 },
      messages: 2,
    },
  ])
  expect(explained.merges).toMatchObject([
    { survivor: 1n, absorbed: 2n, cause: { messageId: 'm3', identifiers: ids('u:1 a:9') } },
  ])
  expect(explained.leftOut).toMatchObject([
    { identifier: id('u:2'), obstacle: { kind: 'user_id', limit: 1 }, message: { source: 'app' } },
  ])
  expect(explained.decisions).toMatchObject([{ by: 'ann', groups: [{ profile: 1n }, {}] }])
})
