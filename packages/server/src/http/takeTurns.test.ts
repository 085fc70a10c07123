import { expect, test } from 'vitest'
import { takeTurns } from './takeTurns.ts'

test('between two pieces of work whatever else waits has its turn', async () => {
  const turn = takeTurns()
  const order: string[] = []
  const piece = async (name: string) => {
    await turn()
    order.push(name)
    setImmediate(() => order.push(`what ${name} left behind`))
  }
  await Promise.all([piece('a'), piece('b'), piece('c')])
  expect(order).toEqual(['a', 'what a left behind', 'b', 'what b left behind', 'c'])
})
