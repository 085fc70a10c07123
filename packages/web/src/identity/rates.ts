import type { IdentityHealth } from '@muster/client'
import { formatCount, formatPart } from '../format/number.ts'

type Day = IdentityHealth['days'][number]
export type Rate = IdentityHealth['falls'][number]['rate']

export interface RateFigure {
  readonly rate: Rate
  readonly name: string
  /** Of what, in words. */
  readonly formula: string
  /** Of the last whole day; undefined where there is nobody to share. */
  readonly value: number | undefined
  /** The counts behind it. */
  readonly counts: string
  readonly points: readonly RatePoint[]
}

export interface RatePoint {
  /** The beginning of the day. */
  readonly at: number
  readonly value: number
  readonly part: number
  readonly of: number
  readonly isBackfilled: boolean
}

const words: Readonly<
  Record<Rate, { readonly name: string; readonly formula: string; readonly of: string }>
> = {
  match: {
    name: 'Match rate to known',
    formula: 'with a user id, email or phone, of all active profiles',
    of: 'active',
  },
  stitch: {
    name: 'Cross-device stitch rate',
    formula: 'with two or more anonymous ids and devices, of the known among them',
    of: 'known',
  },
  consent: {
    name: 'Consent capture rate',
    formula: 'with a consent decision on record, of all active profiles',
    of: 'active',
  },
}

const partsOf = (rate: Rate, day: Day): { readonly part: number; readonly of: number } => {
  switch (rate) {
    case 'match':
      return { part: day.known, of: day.active }
    case 'stitch':
      return { part: day.severalDevices, of: day.known }
    case 'consent':
      return { part: day.consented, of: day.active }
  }
}

/** The three rates of the last whole day, each with its series; days with nobody to share are left out of it. */
export function rateFigures({ days }: Pick<IdentityHealth, 'days'>): readonly RateFigure[] {
  return (['match', 'stitch', 'consent'] as const).map((rate) => {
    const last = days.at(-1)
    const { part = 0, of = 0 } = last === undefined ? {} : partsOf(rate, last)
    const points = days.flatMap((day): readonly RatePoint[] => {
      const parts = partsOf(rate, day)
      return parts.of === 0
        ? []
        : [
            {
              ...{ at: day.from, value: parts.part / parts.of, ...parts },
              isBackfilled: day.isBackfilled,
            },
          ]
    })
    return {
      ...{ rate, name: words[rate].name, formula: words[rate].formula, points },
      value: of === 0 ? undefined : part / of,
      counts: `${formatCount(part)} of ${formatCount(of)} ${words[rate].of}`,
    }
  })
}

/** What has fallen, in a sentence. */
export function fallWords(
  { rate, is, was, points }: IdentityHealth['falls'][number],
  rule: IdentityHealth['rule'],
): string {
  const days = rule === null ? '' : ` of the ${rule.days} days before`
  return `The ${words[rate].name.toLowerCase()} fell to ${formatPart(is, 1)}, ${points.toFixed(1)} points below ${formatPart(was, 1)}, the median${days}.`
}

export function dayRows({ days }: IdentityHealth): readonly (readonly string[])[] {
  return [
    [
      ...['day', 'active', 'known', 'several devices', 'consent decision', 'events'],
      ...['events of known', 'merges', 'left out', 'unmerges', 'counted at', 'backfilled'],
    ],
    ...days.map((day) => [
      dayName(day.day),
      ...[day.active, day.known, day.severalDevices, day.consented, day.events].map(String),
      ...[day.knownEvents, day.merges, day.leftOut, day.unmerges].map(String),
      new Date(day.computedAt).toISOString(),
      day.isBackfilled ? 'yes' : 'no',
    ]),
  ]
}

/** `2026-11-22`, of a day that is numbered since 1970. */
export function dayName(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10)
}
