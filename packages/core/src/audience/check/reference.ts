import { quote } from '../quote.ts'
import type { Parser } from './spot.ts'
import { refuse, refuseName } from './spot.ts'
import { name } from './values.ts'

/** The id of another audience that exists, leads back to no audience on the way to it, and is sound itself. */
export const audienceId: Parser<string> = (value, spot) => {
  const id = name(value, spot)
  if (id === null) return null
  const { context, faultBehind } = spot.run
  const fault = faultBehind(id)
  if (fault === undefined) return id
  return fault.code === 'unknown_audience'
    ? refuseName(spot, fault.code, fault.message, id, context.audienceIds ?? [])
    : refuse(spot, fault.code, fault.message)
}

export const listId: Parser<string> = (value, spot) => {
  const id = name(value, spot)
  const { context } = spot.run
  if (id === null || context.list(id)) return id
  const message = `There is no list ${quote(id)}. Import it first.`
  return refuseName(spot, 'unknown_list', message, id, context.listIds ?? [])
}
