import { DAY } from './calendar/time.ts'
import type { DayNumber } from './calendar/time.ts'
import { WIDEST_OFFSET } from './calendar/zones.ts'
import { anonymousIdsUntil } from './people/devices.ts'
import { personAt, userIdOn } from './people/people.ts'
import type { Person } from './people/people.ts'
import type { World } from './world.ts'

export interface TrueIdentifier {
  readonly kind: 'user_id' | 'email' | 'phone' | 'device_id' | 'anonymous_id'
  /** As it is compared: emails in lower case, phones as E.164. */
  readonly value: string
  /** Of a device that several people use: it stands with each of them, and joins none of them to another. */
  readonly shared?: true
}

/** One person and all that identifies them. */
export interface TruePerson {
  readonly person: string
  /**
   * Everything the person can have sent so far, whether or not a message has carried it yet. The ids of a shared tablet stand with everybody
   * who uses it, since they belong to each of them.
   */
  readonly identifiers: readonly TrueIdentifier[]
}

/** Everybody who has come by an instant, in the order in which they came. */
export function* truthAt(world: World, at: number): Generator<TruePerson> {
  const today = Math.floor((at + WIDEST_OFFSET) / DAY)
  const count = world.arrivals.countBy(today)
  for (let index = 0; index < count; index++) yield truthOf(world, personAt(world, index), today)
}

function truthOf(world: World, person: Person, today: DayNumber): TruePerson {
  const { life, devices, phone } = person
  const identifiers: TrueIdentifier[] = []
  const add = (kind: TrueIdentifier['kind'], value: string, isShared = false): void => {
    identifiers.push(isShared ? { kind, value, shared: true } : { kind, value })
  }

  if (life.registersOn <= today) {
    // One id for most, two for those whose id was changed in between.
    for (const id of new Set([userIdOn(person, life.registersOn), userIdOn(person, today)]))
      add('user_id', id)
  }
  add('email', person.email)
  if (phone !== undefined) add('phone', phone.e164)
  for (const device of devices) {
    const isShared = device.kind === 'tablet'
    if (device.advertisingId !== undefined && device.since <= today)
      add('device_id', device.advertisingId, isShared)
    for (const id of anonymousIdsUntil(world.seed, device, today)) add('anonymous_id', id, isShared)
  }
  return { person: String(person.index), identifiers }
}
