import { beforeEach, expect, test } from 'vitest'
import type { TestApp } from '../test-support/testApp.ts'
import { createTestApp } from '../test-support/testApp.ts'

let t: TestApp
beforeEach(async () => {
  t = await createTestApp()
})

const root = '/api/v1/segmentation'
const learn = () => t.ask('POST', `${root}/calibrations`, { as: 'editor' })

test('before thresholds there is a reason, afterwards there are thresholds', async () => {
  expect(await t.ask('GET', root, { as: 'viewer' })).toMatchObject({
    status: 200,
    body: {
      settings: { period: '365d' },
      current: null,
      nextAt: null,
      waitingFor: { code: 'no_revenue' },
    },
  })
  expect(await learn()).toMatchObject({
    status: 201,
    body: { id: 1, rfm: { recency: [null, 20, null, 3] }, basis: { margin: { cost: 'cost' } } },
  })
  expect(await t.ask('GET', root, { as: 'viewer' })).toMatchObject({
    body: { current: { id: 1 }, waitingFor: null },
  })
  await learn()
  expect(await t.ask('GET', `${root}/calibrations?limit=1`, { as: 'viewer' })).toMatchObject({
    status: 200,
    body: { calibrations: [{ id: 2 }] },
  })
})

test('who only reads learns nothing, and makes no audience', async () => {
  expect((await t.ask('POST', `${root}/calibrations`, { as: 'viewer' })).status).toBe(403)
  const body = { trait: 'rfm.segment', value: 'Champions' }
  expect((await t.ask('POST', `${root}/audience`, { as: 'viewer', body })).status).toBe(403)
})

test('drift between the last two, or between those that are named', async () => {
  await learn()
  expect(await t.ask('GET', `${root}/drift`, { as: 'viewer' })).toMatchObject({
    status: 422,
    body: { code: 'no_calibration' },
  })
  await learn()
  for (const query of ['', '?older=1&newer=2'])
    expect(await t.ask('GET', `${root}/drift${query}`, { as: 'viewer' })).toMatchObject({
      status: 200,
      body: {
        ...{ older: { id: 1 }, newer: { id: 2 }, onlyNewer: 1 },
        moves: [{ from: 'New', to: 'Champions', customers: 1 }],
        stability: { monetary: { reading: 'stable' } },
      },
    })
  expect((await t.ask('GET', `${root}/drift?older=first`, { as: 'viewer' })).status).toBe(422)
})

test('a grid has a cell for every segment; what is not known is null', async () => {
  const grid = (body: object) =>
    t.ask('POST', `${root}/grid`, { as: 'viewer', body: body as never })
  expect(await grid({ by: 'rfm.segment' })).toMatchObject({ body: { code: 'no_calibration' } })
  await learn()
  const { status, body } = await grid({ by: 'rfm.segment', subject: { audience: 'vip' }, at: 7 })
  expect(status).toBe(200)
  expect(body).toMatchObject({ at: 7, subject: null, people: 2, without: 1 })
  expect((body as { cells: unknown[] }).cells).toHaveLength(11)
  expect((body as { cells: unknown[] }).cells[1]).toMatchObject({
    ...{ value: 'Loyal', people: 0, averageOrderValue: null },
  })
  for (const wrong of [{}, { by: 'plan' }, { by: 'rfm.segment', at: 'now' }])
    expect((await grid(wrong)).status).toBe(422)
})

test('an audience of a segment', async () => {
  const body = { trait: 'rfm.segment', value: 'Champions', id: 'champions', state: 'live' } as const
  expect(await t.ask('POST', `${root}/audience`, { as: 'editor', body })).toMatchObject({
    status: 201,
    body: { id: 'champions', name: 'RFM: Champions', state: 'live' },
  })
})
