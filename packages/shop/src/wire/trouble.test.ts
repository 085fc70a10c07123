import { expect, test } from 'vitest'
import { tellSmallShop } from '../sample.test-support.ts'
import type { Arrival, Trouble } from './message.ts'

const rates = { late: 0.02, outOfOrder: 0.03, duplicate: 0.04, malformed: 0.01 }
const year = tellSmallShop({ trouble: rates })
const perfect = new Map(
  tellSmallShop({ trouble: false }).map(({ message }) => [
    message.messageId,
    JSON.stringify(message),
  ]),
)

function suffering(trouble: Trouble): readonly Arrival[] {
  return year.filter((arrival) => arrival.trouble === trouble)
}

test('each trouble comes at its rate', () => {
  expect(suffering('late').length / year.length).toBeCloseTo(rates.late, 2)
  expect(suffering('out_of_order').length / year.length).toBeCloseTo(rates.outOfOrder, 2)
  expect(suffering('duplicate').length / year.length).toBeCloseTo(rates.duplicate, 2)
  expect(suffering('malformed').length / year.length).toBeCloseTo(rates.malformed, 2)
})

test('late messages keep the time at which they happened', () => {
  const late = suffering('late')
  expect(
    late.filter(({ message, happenedAt }) => Date.parse(message.timestamp) !== happenedAt),
  ).toEqual([])
  expect(late.filter(({ happenedAt, arrivesAt }) => arrivesAt - happenedAt < 5 * 60_000)).toEqual(
    [],
  )
})

test('a duplicate is the same message again, later', () => {
  const first = new Map<string, Arrival>()
  const again: Arrival[] = []
  for (const arrival of year) {
    if (first.has(arrival.message.messageId)) again.push(arrival)
    else first.set(arrival.message.messageId, arrival)
  }
  expect(again).toEqual(suffering('duplicate'))
  for (const { message } of again) expect(message).toEqual(first.get(message.messageId)?.message)
})

test('malformed messages differ from what was sent, and no others do', () => {
  const differs = ({ message }: Arrival): boolean =>
    JSON.stringify(message) !== perfect.get(message.messageId)
  expect(year.filter(differs)).toEqual(suffering('malformed'))
})
