import { expect, test } from 'vitest'
import { readParameters, typedDefault } from './parameters.ts'
import type { Parameter } from './parameters.ts'

const parameter = (
  name: string,
  kind: Parameter['kind'],
  value?: Parameter['default'],
): Parameter =>
  value === undefined
    ? { name, kind, explanation: '' }
    : { name, kind, explanation: '', default: value }

const parameters = [
  parameter('within', 'duration', '30d'),
  parameter('amount', 'number', 100),
  parameter('plans', 'texts', ['free', 'pro']),
  parameter('event', 'event'),
]

test('defaults are shown as one would type them', () => {
  expect(parameters.map(typedDefault)).toEqual(['30d', '100', 'free, pro', ''])
})

test('what was not touched is left to the template', () => {
  expect(readParameters(parameters, { within: '30d', event: ' ' })).toEqual({})
})

test('what was typed is read by its kind; what is no number is left for the server to refuse', () => {
  const typed = { within: '7d', amount: '2.5', plans: 'gold, , silver', event: 'Order' }
  expect(readParameters(parameters, typed)).toEqual({
    ...{ within: '7d', amount: 2.5, plans: ['gold', 'silver'], event: 'Order' },
  })
  expect(readParameters(parameters, { amount: 'much' })).toEqual({ amount: 'much' })
})
