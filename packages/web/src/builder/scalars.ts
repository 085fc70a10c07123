import { parseJson, stringifyJson } from '@muster/core'
import type { Json } from '@muster/core'
import type { PickerItem } from '../kit/pickerItem.ts'
import type { Seen } from './seen.ts'

/** A value as an id: its JSON, so that “5” and 5 are two. Nothing chosen yet is an empty text. */
export function encodeScalar(value: Json | undefined): string {
  return value === undefined || value === null || value === '' ? '' : stringifyJson(value)
}

/** A value as it is read: text that looks like a number or a truth stands in quotes. */
export function scalarText(value: Json): string {
  if (typeof value !== 'string') return stringifyJson(value)
  return isBare(value) ? `“${value}”` : value
}

/** The values that have been seen. */
export function scalarItems(seen: Seen | undefined): readonly PickerItem[] {
  const samples = seen?.samples ?? []
  return samples
    .filter((value) => typeof value !== 'object')
    .map((value) => ({ id: encodeScalar(value), text: scalarText(value) }))
    .filter(({ id }) => id !== '')
}

/** What may be meant by what was typed: a number where it reads as one, and the text; what was seen before comes first. */
export function scalarsTyped(typed: string, seen: Seen | undefined): readonly PickerItem[] {
  const text: PickerItem = { id: stringifyJson(typed), text: `Use “${typed}”`, note: 'text' }
  if (!isBare(typed)) return [text]
  const parsed = parseJson(typed)
  if (!parsed.ok) return [text]
  const kind = typeof parsed.value === 'boolean' ? 'truth' : 'number'
  const other: PickerItem = { id: stringifyJson(parsed.value), text: `Use ${typed}`, note: kind }
  const [most] = seen?.types ?? []
  return most?.type === 'text' ? [text, other] : [other, text]
}

/** Whether a text would read as a number or a truth without quotes. */
function isBare(text: string): boolean {
  const parsed = parseJson(text)
  return parsed.ok && ['number', 'bigint', 'boolean'].includes(typeof parsed.value)
}
