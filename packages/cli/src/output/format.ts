import type { Json } from '@muster/core'
import { stringifyJson } from '@muster/core'
import { printable } from './printable.ts'

const numbers = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 })

/** With separators of thousands; a dash for what is not known. */
export function formatNumber(value: number | null | undefined): string {
  return value === null || value === undefined ? '–' : numbers.format(value)
}

/** `2026-11-22 01:40:07` in UTC; a dash for what is not known. */
export function formatInstant(ms: number | null | undefined): string {
  if (ms === null || ms === undefined) return '–'
  const date = new Date(ms)
  if (Number.isNaN(date.getTime())) return String(ms)
  return date.toISOString().slice(0, 19).replace('T', ' ')
}

export function formatMs(ms: number): string {
  if (ms < 1_000) return `${numbers.format(Math.round(ms))} ms`
  if (ms < 60_000) return `${numbers.format(ms / 1_000)} s`
  const seconds = Math.round(ms / 1_000)
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}

/** A value on one line, cut to `most` characters. */
export function formatValue(value: Json, most = 60): string {
  const text = printable(typeof value === 'string' ? value : stringifyJson(value))
  return text.length > most ? `${text.slice(0, most - 1)}…` : text
}

export function formatIdentifiers(
  identifiers: readonly { readonly kind: string; readonly value: string }[],
  most = 3,
): string {
  const shown = identifiers.slice(0, most).map(({ kind, value }) => `${kind}:${value}`)
  const more = identifiers.length - shown.length
  return printable(shown.join('  ')) + (more > 0 ? `  +${formatNumber(more)}` : '')
}
