import fc from 'fast-check'
import { expect, test } from 'vitest'
import { flowLayout, foldStates } from './flowLayout.ts'

const size = { height: 100, gap: 10 }
const state = fc.option(fc.integer({ min: 0, max: 8 }), { nil: null })
const flowsOf = fc
  .array(fc.record({ from: state, to: state, people: fc.integer({ min: 0, max: 5_000 }) }))
  .map((flows) => [...new Map(flows.map((flow) => [`${flow.from} ${flow.to}`, flow])).values()])

test('bars are as long as they have people, the states in their order and none at the end', () => {
  const { before, after, bands } = flowLayout(
    [
      { from: null, to: 0, people: 20 },
      { from: 0, to: 0, people: 50 },
      { from: 0, to: 1, people: 30 },
    ],
    size,
  )
  expect(before).toEqual([
    { state: 0, people: 80, y: 0, height: 72 },
    { state: null, people: 20, y: 82, height: 18 },
  ])
  expect(after).toEqual([
    { state: 0, people: 70, y: 0, height: 63 },
    { state: 1, people: 30, y: 73, height: 27 },
  ])
  expect(bands).toEqual([
    { from: 0, to: 0, people: 50, fromY: 0, toY: 0, height: 45 },
    { from: 0, to: 1, people: 30, fromY: 45, toY: 73, height: 27 },
    { from: null, to: 0, people: 20, fromY: 82, toY: 45, height: 18 },
  ])
})

test('nobody is no picture', () => {
  expect(flowLayout([{ from: 0, to: 1, people: 0 }], size)).toEqual({
    ...{ before: [], after: [], bands: [] },
  })
})

test('bands fill the bars at both ends exactly, and nothing stands outside', () => {
  fc.assert(
    fc.property(flowsOf, (flows) => {
      const { before, after, bands } = flowLayout(flows, { height: 400, gap: 4 })
      for (const [bars, side] of [
        [before, 'from'],
        [after, 'to'],
      ] as const)
        for (const bar of bars) {
          const its = bands.filter((band) => band[side] === bar.state)
          expect(its.reduce((sum, { height }) => sum + height, 0)).toBeCloseTo(bar.height, 6)
          const ends = its.map(({ height, ...band }) => band[`${side}Y`] + height)
          expect(Math.max(bar.y, ...ends)).toBeCloseTo(bar.y + bar.height, 6)
          expect(bar.y + bar.height).toBeLessThanOrEqual(400 + 1e-6)
        }
    }),
  )
})

test('the smallest states become one, and nobody is lost', () => {
  const states = ['a', 'b', 'c', 'd'].map((name) => ({ name, value: name }))
  const flows = [
    { from: 0, to: 0, people: 5 },
    { from: 1, to: 2, people: 100 },
    { from: 3, to: null, people: 1 },
    { from: 0, to: 3, people: 2 },
  ]
  const folded = foldStates({ states, flows }, 3)
  expect(folded.names).toEqual(['b', 'c', '2 others'])
  expect(folded.flows).toEqual([
    { from: 2, to: 2, people: 7 },
    { from: 0, to: 1, people: 100 },
    { from: 2, to: null, people: 1 },
  ])
  expect(foldStates({ states, flows }, 4)).toEqual({ names: ['a', 'b', 'c', 'd'], flows })
})
