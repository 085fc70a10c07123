import type { Condition, IdentifierCondition, ShareCondition } from '../definition.ts'
import { eventCondition, ratioCondition, sequenceCondition } from './event.ts'
import { kindOf } from './kind.ts'
import { numberTest } from './numberTest.ts'
import type { Input } from './shape.ts'
import { filledList, object, optional, own, record, refuseType, required } from './shape.ts'
import type { Parser, Refused, Spot } from './spot.ts'
import { deeper, refuse } from './spot.ts'
import { traitCondition } from './trait.ts'
import { increasing, name, numberBetween, text } from './values.ts'
import { audienceId, listId } from './reference.ts'

const group = filledList(condition, 'a list of conditions', 'empty_group')

/** Every kind of condition, by the key that tells it. */
const kinds = {
  all: (input: Input, spot: Spot) => record(input, spot, { all: required(group) }),
  any: (input: Input, spot: Spot) => record(input, spot, { any: required(group) }),
  not: (input: Input, spot: Spot) => record(input, spot, { not: required(condition) }),
  everyone: (input: Input, spot: Spot) => record(input, spot, { everyone: required(onlyTrue) }),
  trait: traitCondition,
  event: eventCondition,
  ratio: ratioCondition,
  sequence: sequenceCondition,
  audience: (input: Input, spot: Spot) => record(input, spot, { audience: required(audienceId) }),
  list: (input: Input, spot: Spot) => record(input, spot, { list: required(listId) }),
  share: shareCondition,
  identifier: identifierCondition,
  account: (input: Input, spot: Spot) =>
    record(input, { ...spot, inAccount: true }, { account: required(condition) }),
}

type Kind = keyof typeof kinds

const groups: readonly Kind[] = ['all', 'any', 'not']
/** An account has no identity, no lists and no share of its own, and accounts are in no account. */
const notInAccount: readonly Kind[] = ['audience', 'list', 'share', 'identifier', 'account']

/** Reads one condition with everything in it. */
export function condition(value: unknown, spot: Spot): Condition | Refused {
  const below = deeper(spot)
  const input = below === null ? null : object(value, spot, 'a condition')
  if (below === null || input === null) return null
  const kind = kindOf(input, kinds, 'condition', spot)
  if (kind === null) return null
  if (spot.inAccount && notInAccount.includes(kind)) {
    const message = `"${kind}" can't stand inside of "account". Put it beside, in "all" or "any".`
    return refuse(spot, 'not_in_account', message)
  }
  if (spot.inTrait === true && kind === 'audience') {
    const message = `"audience" can't stand inside of a computed trait. Write the audience's conditions instead.`
    return refuse(spot, 'not_in_trait', message)
  }
  if (!groups.includes(kind)) count(input, kind, spot)
  return kinds[kind](input, below)
}

function count(input: Input, kind: Kind, spot: Spot): void {
  const { run } = spot
  const steps = own(input, 'sequence')
  const before = run.conditions
  run.conditions += kind === 'sequence' && Array.isArray(steps) ? Math.max(1, steps.length) : 1
  const most = run.limits.conditions
  if (before > most || run.conditions <= most) return
  const message = `There are more than ${most} conditions. Take some out into an audience of their own and refer to that.`
  refuse(spot, 'too_many_conditions', message)
}

const onlyTrue: Parser<true> = (value, spot) =>
  value === true ? true : refuseType(spot, 'true', value)

function shareCondition(input: Input, spot: Spot): ShareCondition | Refused {
  const end = required(numberBetween(0, 1))
  return record(input, spot, {
    share: required((value, place) => {
      const parsed = record(value, place, { salt: required(text), from: end, to: end })
      return parsed !== null && increasing(parsed.from, parsed.to, place) ? parsed : null
    }),
  })
}

function identifierCondition(input: Input, spot: Spot): IdentifierCondition | Refused {
  return record(input, spot, { identifier: required(name), is: optional(numberTest) })
}
