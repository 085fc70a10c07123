import { type Definition, type JsonObject } from '@muster/core'
import type { Chance } from '../agreement/chance.ts'
import { EVENTS, timedLeaf } from '../agreement/timedDefinition.ts'

/** Writes messages about a few people, whose order of arrival changes nothing about who is who. */
export interface People {
  /** Of devices, of users, and of devices that turn out to be a user's. */
  readonly batch: (now: number) => readonly JsonObject[]
  /** A file to be imported, and the messages that it stands for. */
  readonly file: (name: string, now: number) => ImportFile
  /** Two devices that are one person's, and nobody has said so yet; undefined when there are none left. */
  readonly pair: () => readonly [string, string] | undefined
}

export interface ImportFile {
  readonly name: string
  readonly text: string
  readonly mapping: JsonObject
  readonly messages: readonly JsonObject[]
}

const USERS = 40
const DEVICES = 3
const DAY = 86_400_000

export function createPeople(chance: Chance): People {
  const { below, pick, isLucky } = chance
  let sent = 0
  let pairs = 0
  const ago = (): number =>
    pick([() => below(2_000), () => below(90_000), () => below(DAY), () => below(40 * DAY)])()
  const instant = (now: number): string => new Date(now - ago()).toISOString()

  const message = (now: number): JsonObject => {
    const user = `user${below(USERS)}`
    const device = `${user}-device${below(DEVICES)}`
    const about = { messageId: `sent${++sent}`, timestamp: instant(now) }
    const traits = { x: pick(['pro', 'a', 'free']), when: instant(now) }
    return pick<() => JsonObject>([
      () => ({ ...about, ...track(now), anonymousId: device }),
      () => ({ ...about, ...track(now), anonymousId: device }),
      () => ({ ...about, ...track(now), userId: user }),
      () => ({ ...about, ...track(now), userId: user, anonymousId: device }),
      () => ({ ...about, type: 'identify', userId: user, traits }),
    ])()
  }
  const track = (now: number): JsonObject => ({
    ...{ type: 'track', event: pick(EVENTS) },
    properties: { x: below(6), when: instant(now) },
  })

  return {
    batch: (now) => {
      const messages = Array.from({ length: 1 + below(isLucky(0.2) ? 400 : 40) }, () =>
        message(now),
      )
      // Senders repeat what they are not sure of.
      return isLucky(0.2) ? [...messages, ...messages.slice(0, 5)] : messages
    },
    file: (name, now) => {
      const rows = Array.from({ length: 200 + below(2_000) }, (_, i) => ({
        ...{ row: i, user: `imported${below(USERS)}`, event: pick(EVENTS) },
        ...{ at: instant(now), x: below(6) },
      }))
      return {
        name,
        text: [
          'row,user,event,at,x',
          ...rows.map(({ row, user, event, at, x }) => [row, user, event, at, x].join(',')),
        ].join('\n'),
        mapping: {
          ...{ name, kind: 'track', timestamp: 'at', key: ['row'] },
          event: { column: 'event' },
          identifiers: { userId: 'user' },
          properties: { x: { column: 'x', type: 'integer' } },
        },
        messages: rows.map(({ row, user, event, at, x }) => ({
          ...{ type: 'track', messageId: `${name}-${row}`, userId: user, event, timestamp: at },
          properties: { x },
        })),
      }
    },
    pair: () => {
      const user = pairs++
      return user < USERS ? [`user${user}-device0`, `user${user}-device1`] : undefined
    },
  }
}

/** Audiences that the clock moves, some of which refer to others, in the order in which they can be created. */
export function audiencesFor(chance: Chance, count: number): ReadonlyMap<string, Definition> {
  const start = Date.now()
  const leaves = Array.from({ length: count }, (_, i): [string, Definition] => [
    `leaf-${i}`,
    timedLeaf(chance, start),
  ])
  const referring = leaves
    .slice(0, Math.ceil(count / 4))
    .map(([id], i): [string, Definition] => [
      `referring-${i}`,
      { any: [{ audience: id }, { event: pick(i), window: { last: '3s' } }] },
    ])
  return new Map<string, Definition>([
    ['everyone', { everyone: true }],
    ['ordered-lately', { event: 'Order Completed', window: { last: '10s' } }],
    [
      'spent',
      {
        event: 'Order Completed',
        aggregate: { sum: 'x' },
        is: { atLeast: 20 },
        window: { last: '1m' },
      },
    ],
    ...leaves,
    ...referring,
  ])
}

const pick = (i: number): string => EVENTS[i % EVENTS.length] ?? 'Order Completed'
