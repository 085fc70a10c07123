import { beforeEach, expect, test } from 'vitest'
import type { JsonObject } from '@muster/core'
import type { TestApp } from '../test-support/testApp.ts'
import { createTestApp } from '../test-support/testApp.ts'

const root = '/api/v1/traits'
const expression = { event: 'Order Completed', aggregate: { sum: 'revenue' } }

let t: TestApp
beforeEach(async () => {
  t = await createTestApp()
})
const create = (draft: object) => t.ask('POST', root, { body: { name: 'spent', ...draft } })

test('computed traits are defined, read, listed, edited and removed', async () => {
  expect(await create({ expression })).toMatchObject({
    status: 201,
    body: { name: 'spent', source: 'own', expression, edited: { revision: 1 } },
  })
  expect((await t.ask('GET', `${root}/spent`)).body).toMatchObject({
    sentence: 'Total “revenue” from “Order Completed” at any time.',
  })
  expect((await t.ask('GET', root)).body).toMatchObject({ traits: [{ name: 'spent' }] })
  const edit = { revision: 1, expression: { event: 'Order Completed' } }
  expect((await t.ask('PATCH', `${root}/spent`, { body: edit })).body).toMatchObject({
    edited: { revision: 2 },
    expression: edit.expression,
  })
  expect(await t.ask('PATCH', `${root}/spent`, { body: edit })).toMatchObject({
    status: 409,
    body: { code: 'edited_meanwhile' },
  })
  expect((await t.ask('DELETE', `${root}/spent`)).body).toEqual({ removed: 'spent' })
  for (const method of ['GET', 'DELETE'] as const)
    expect(await t.ask(method, `${root}/spent`)).toMatchObject({
      status: 404,
      body: { code: 'unknown_trait', at: ['name'] },
    })
})

test('an expression is refused with all of its faults, each with its place', async () => {
  const wrong = { event: '', aggregate: 'median' }
  const errors = [
    { code: 'empty_name', at: ['expression', 'event'] },
    { code: 'unknown_value', at: ['expression', 'aggregate'] },
  ]
  expect(await create({ expression: wrong })).toMatchObject({
    status: 422,
    body: { code: 'empty_name', errors },
  })
  const checked = await t.ask('POST', `${root}/check`, { body: { name: 'x', expression: wrong } })
  expect(checked).toMatchObject({ status: 200, body: { ok: false, errors } })
  await create({ expression })
  const edit = { revision: 1, expression: wrong }
  expect(await t.ask('PATCH', `${root}/spent`, { body: edit })).toMatchObject({
    status: 422,
    body: { errors },
  })
})

test('the values of a trait, saved or not, are spread over everybody', async () => {
  const ask = (of: JsonObject) => t.ask('POST', `${root}/distribution`, { body: { of } })
  expect(await ask({ expression })).toMatchObject({ status: 200, body: { numbers: null } })
  expect(await ask({ expression: {} })).toMatchObject({ status: 422 })
  expect(await ask({})).toMatchObject({ status: 422 })
})
