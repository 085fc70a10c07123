import { noComputedTraits } from '../audience/computedTrait.ts'
import type { Condition } from '../audience/definition.ts'
import type { EventFact, Evidence, TraitFact } from '../evidence/evidence.ts'
import { parseInstant } from '../time/instant.ts'
import type { JsonObject } from '../value/json.ts'
import { evaluate } from './evaluate.ts'
import type { World } from './world.ts'

export const T = '2024-03-31T10:00:00Z'

/** Milliseconds of an instant's text; throws when a test has it wrong. */
export function ms(text: string): number {
  const at = parseInstant(text)
  if (at === undefined) throw new Error(`No instant: ${text}`)
  return at
}

export function event(at: string, name: string, properties: JsonObject = {}, id = at): EventFact {
  return { at: ms(at), messageId: id, name, properties, context: {} }
}

export function traits(at: string, values: JsonObject, id = at): TraitFact {
  return { at: ms(at), messageId: id, traits: values }
}

/** A profile about which nothing is known but what is given; it was seen whenever it did or said something. */
export function profile(known: Partial<Evidence> = {}): Evidence {
  const facts = [...(known.events ?? []), ...(known.traits ?? [])]
  return {
    profileId: 1n,
    seenAt: facts.map(({ at }) => at),
    events: [],
    traits: [],
    identifiers: {},
    lists: [],
    accounts: [],
    ...known,
  }
}

export function world(changes: Partial<World> = {}): World {
  return {
    at: ms(T),
    zone: 'UTC',
    audience: (id) => {
      throw new Error(`No audience ${id}`)
    },
    computedTrait: noComputedTraits,
    account: (id) => ({ id, events: [], traits: [] }),
    ...changes,
  }
}

/** Whether a condition holds for a profile at `T`, or in another world. */
export function holds(
  condition: Condition,
  known: Partial<Evidence>,
  changes: Partial<World> = {},
): boolean {
  return evaluate(condition, profile(known), world(changes))
}
