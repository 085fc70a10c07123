import { beforeEach, describe, expect, test } from 'vitest'
import type { TestApp } from '../test-support/testApp.ts'
import { createTestApp } from '../test-support/testApp.ts'

let t: TestApp
beforeEach(async () => {
  t = await createTestApp()
})
const vip = { audience: 'vip' }
const unsaved = { definition: { event: 'Order Completed' }, at: 5 }
const ask = (name: string, body: object, as: 'viewer' | 'writer' = 'viewer') =>
  t.ask('POST', `/api/v1/analysis/${name}`, { as, body: body as never })

describe('analyses', () => {
  test('a report has figures, differences and five lines; what is not known is null', async () => {
    const { status, body } = await ask('report', { subject: vip })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      subject: { audience: 'vip', size: 2 },
      members: { revenue: '30.5', margin: null, clickRate: null },
      apart: [{ name: 'plan', test: { test: 'chi_square', p: 0.001 }, means: null }],
      categories: [{ index: null }],
      persona: ['One.', 'Two.', 'Three.', 'Four.', 'Five.'],
    })
  })

  test('a subject is an audience, now or then, or a definition that is not saved', async () => {
    for (const subject of [vip, { ...vip, at: 5 }, { ...vip, computed: true }, unsaved]) {
      expect((await ask('report', { subject })).status).toBe(200)
      expect(t.engine.asked.at(-1)?.question).toEqual(subject)
    }
    for (const subject of [
      {},
      { ...vip, ...unsaved },
      { audience: '' },
      'vip',
      { ...vip, at: 'x' },
    ])
      expect((await ask('report', { subject })).status).toBe(422)
    expect(await ask('report', { subject: { audience: 'none' } })).toMatchObject({
      status: 422,
      body: { code: 'unknown_audience', at: ['subject', 'audience'] },
    })
  })

  test.each([
    ['overlap', { subjects: [vip, unsaved], combinations: 5 }, { pairs: [{ both: 1 }] }],
    ['duplicates', { similarity: 0.5 }, { pairs: [{ sameMeaning: true }] }],
    ['suppression', { who: vip, without: [unsaved] }, { left: 1, definition: null }],
    ['retention', { period: 'week', cohorts: 2 }, { curve: [{ rate: 1 }, { rate: null }] }],
    ['migration', { states: { trait: 'plan' }, from: 1 }, { flows: [{ from: null, to: 0 }] }],
    ['migration', { states: { subjects: [vip] }, from: 1, to: 9 }, { stayed: 0 }],
    ['basket', { kind: 'next', within: '30d' }, { rules: [{ lift: 10 }] }],
  ])('%s answers %j', async (name, body, answered) => {
    expect(await ask(name, body)).toMatchObject({ status: 200, body: answered })
  })

  test.each([
    ['overlap', { subjects: [vip] }],
    ['overlap', { subjects: Array.from({ length: 61 }, () => vip) }],
    ['duplicates', { similarity: 2 }],
    ['suppression', { who: vip, without: [] }],
    ['retention', { period: 'day' }],
    ['retention', { cohorts: 0 }],
    ['migration', { states: {}, from: 1 }],
    ['migration', { states: { trait: 'x', subjects: [vip] }, from: 1 }],
    ['basket', { kind: 'never' }],
    ['basket', { limit: 100_000 }],
    ['basket', { nonsense: 1 }],
  ])('%s refuses %j', async (name, body) => {
    expect((await ask(name, body)).status).toBe(422)
    expect(t.engine.asked).toEqual([])
  })

  test('a size has a history with reasons', async () => {
    const path = '/api/v1/audiences/vip/history?from=0&to=2000&step=1000'
    expect(await t.ask('GET', path, { as: 'viewer' })).toMatchObject({
      status: 200,
      body: { steps: [{ at: 1_000, entered: { event: 3 }, left: { edge: 1 } }, { at: 2_000 }] },
    })
    expect((await t.ask('GET', '/api/v1/audiences/none/history')).status).toBe(404)
  })

  test('a key that only writes messages may ask nothing', async () => {
    expect((await ask('report', { subject: vip }, 'writer')).status).toBe(403)
  })

  test('an analysis ends when whoever asked is gone, and when the server stops', async () => {
    const gone = new AbortController()
    await t.app.request('/api/v1/analysis/report', {
      method: 'POST',
      headers: {
        authorization: `Bearer ${t.keys.viewer}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ subject: vip }),
      signal: gone.signal,
    })
    const [asked] = t.engine.asked
    expect(asked?.signal?.aborted).toBe(false)
    gone.abort()
    expect(asked?.signal?.aborted).toBe(true)
    await ask('report', { subject: vip })
    t.stop()
    expect(t.engine.asked.at(-1)?.signal?.aborted).toBe(true)
  })
})

describe('templates', () => {
  test('are listed with what they need and whether it is there', async () => {
    const { body } = await t.ask('GET', '/api/v1/templates', { as: 'viewer' })
    const { templates } = body as { templates: readonly { id: string; isReady: boolean }[] }
    expect(templates.length).toBeGreaterThanOrEqual(30)
    expect(templates.find(({ id }) => id === 'recent-buyers')).toMatchObject({
      way: 'suppression',
      isReady: true,
      needs: { events: ['Order Completed'] },
    })
    expect((await t.ask('GET', '/api/v1/templates/cart-abandoners')).body).toMatchObject({
      isReady: false,
      missing: [{ code: 'unknown_event' }],
      parameters: [{ name: 'deadline', default: '4h' }, {}],
    })
    expect((await t.ask('GET', '/api/v1/templates/none')).status).toBe(404)
  })

  test('become definitions, or say what is wrong with the parameters', async () => {
    const fill = (id: string, parameters: object) =>
      t.ask('POST', `/api/v1/templates/${id}/definition`, { body: { parameters } as never })
    expect(await fill('recent-buyers', { within: '3d' })).toMatchObject({
      status: 200,
      body: { definition: { event: 'Order Completed', window: { last: '3d' } } },
    })
    expect(await fill('recent-buyers', { within: 3 })).toMatchObject({
      status: 422,
      body: { code: 'bad_parameter', at: ['parameters', 'within'] },
    })
    expect((await fill('none', {})).status).toBe(404)
  })

  test('become audiences in one call, for those who may write', async () => {
    const create = (as: 'viewer' | 'editor', body: object) =>
      t.ask('POST', '/api/v1/templates/recent-buyers/audience', { as, body: body as never })
    const wanted = { parameters: {}, audience: 'just-bought', tags: ['x'] }
    expect((await create('viewer', wanted)).status).toBe(403)
    expect(await create('editor', wanted)).toMatchObject({
      status: 201,
      body: { id: 'just-bought', name: 'Suppress: just bought', tags: ['x'] },
    })
    expect((await create('editor', wanted)).status).toBe(409)
  })
})
