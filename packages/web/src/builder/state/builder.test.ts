import type { Json } from '@muster/core'
import { describe, expect, test } from 'vitest'
import { begin, reduce } from './builder.ts'
import type { BuilderState, Edit } from './builder.ts'

const after = (definition: Json, ...edits: readonly Edit[]): Json =>
  edits.reduce(reduce, begin(definition)).present
const A = { event: 'A' }
const B = { event: 'B' }
const C = { event: 'C' }

describe('putting', () => {
  test('a key is put where it stands, and a new one at the end', () => {
    const edit = (at: readonly (string | number)[], value: Json): Edit => ({ do: 'put', at, value })
    expect(after({ all: [A, B] }, edit(['all', 1, 'event'], 'C'))).toEqual({ all: [A, C] })
    const windowed = after({ all: [A] }, edit(['all', 0, 'window'], { last: '7d' }))
    expect(windowed).toEqual({ all: [{ event: 'A', window: { last: '7d' } }] })
  })

  test('what is not on the way stays the same object', () => {
    const before = { all: [A, B] }
    const now = after(before, { do: 'put', at: ['all', 0, 'event'], value: 'C' })
    expect(now).toMatchObject({ all: [C, B] })
    expect((now as typeof before).all[1]).toBe(before.all[1])
  })

  test('a way that leads nowhere changes nothing, and is no step', () => {
    const state = begin({ all: [A] })
    expect(reduce(state, { do: 'put', at: ['all', 7, 'event'], value: 'C' }).present).toEqual({
      all: [A],
    })
    expect(reduce(state, { do: 'remove', at: ['any', 0] }).past).toEqual([])
  })

  test('__proto__ is a key like any other', () => {
    const now = after({}, { do: 'put', at: ['__proto__'], value: 1 })
    expect(Object.keys(now as object)).toEqual(['__proto__'])
  })
})

describe('groups', () => {
  test('adding to a group appends, and adding to a condition makes a group of both', () => {
    expect(after({ any: [A] }, { do: 'add', at: [], value: B })).toEqual({ any: [A, B] })
    expect(after(A, { do: 'add', at: [], value: B })).toEqual({ all: [A, B] })
  })

  test('a first filter makes a list, and the last one takes it away', () => {
    const filter = { property: 'x', is: { exists: true } }
    const filtered = after(A, { do: 'add', at: ['where'], value: filter })
    expect(filtered).toEqual({ event: 'A', where: [filter] })
    expect(after(filtered, { do: 'remove', at: ['where', 0] })).toEqual(A)
  })

  test('a single filter becomes a list with the next', () => {
    const filter = { property: 'x', is: { exists: true } }
    expect(
      after({ event: 'A', where: filter }, { do: 'add', at: ['where'], value: filter }),
    ).toEqual({ event: 'A', where: [filter, filter] })
  })

  test('what is denied goes with its not, and the root leaves an empty group', () => {
    expect(after({ all: [A, { not: B }] }, { do: 'remove', at: ['all', 1, 'not'] })).toEqual({
      all: [A],
    })
    expect(after(A, { do: 'remove', at: [] })).toEqual({ all: [] })
  })

  test('denying twice is saying it', () => {
    expect(after(A, { do: 'negate', at: [] })).toEqual({ not: A })
    expect(after(A, { do: 'negate', at: [] }, { do: 'negate', at: [] })).toEqual(A)
  })

  test('wrapping and unwrapping', () => {
    const wrapped = after({ all: [A, B] }, { do: 'wrap', at: ['all', 0], by: 'any' })
    expect(wrapped).toEqual({ all: [{ any: [A] }, B] })
    expect(after(wrapped, { do: 'unwrap', at: ['all', 0] })).toEqual({ all: [A, B] })
    const spread = after({ all: [{ any: [A, B] }, C] }, { do: 'unwrap', at: ['all', 0] })
    expect(spread).toEqual({ all: [A, B, C] })
  })

  test('moving and duplicating stay within the list', () => {
    expect(after({ all: [A, B] }, { do: 'move', at: ['all', 1], by: -1 })).toEqual({ all: [B, A] })
    expect(after({ all: [A, B] }, { do: 'move', at: ['all', 1], by: 1 })).toEqual({ all: [A, B] })
    expect(after({ all: [A, B] }, { do: 'duplicate', at: ['all', 0] })).toEqual({ all: [A, A, B] })
  })
})

describe('undo', () => {
  const type = (value: string): Edit => ({ do: 'put', at: ['event'], value, isTyping: true })
  const run = (...edits: readonly Edit[]): BuilderState =>
    edits.reduce(reduce, begin({ event: '' }))

  test('goes back step by step, and redo forth', () => {
    const steps = [
      { do: 'add', at: [], value: A },
      { do: 'add', at: [], value: B },
    ] as const
    const undone = run(...steps, { do: 'undo' })
    expect(undone.present).toEqual({ all: [{ event: '' }, A] })
    const redone = reduce(undone, { do: 'redo' })
    expect(redone.present).toEqual({ all: [{ event: '' }, A, B] })
    expect(reduce(redone, { do: 'redo' })).toEqual(redone)
    expect(reduce(redone, { do: 'undo' }).present).toEqual(undone.present)
  })

  test('what was typed in one place is undone at once', () => {
    const typed = run(type('O'), type('Or'), type('Order'))
    expect(typed.present).toEqual({ event: 'Order' })
    expect(reduce(typed, { do: 'undo' }).present).toEqual({ event: '' })
  })

  test('a new step leaves nothing to redo', () => {
    expect(run(type('O'), { do: 'undo' }, type('P'), { do: 'redo' }).present).toEqual({
      event: 'P',
    })
  })

  test('with nothing done there is nothing to undo', () => {
    expect(run({ do: 'undo' })).toEqual(begin({ event: '' }))
  })
})
