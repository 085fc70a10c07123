import type { Catalogue } from '@muster/client'
import { formatMs } from '../format/number.ts'

type Seen = Catalogue['traits'][number]

const DAY = 86_400_000
/** So many times longer than usual nothing came. */
const QUIET_FACTOR = 5

/** What looks wrong with what has been sent, in words; nothing when all is well. */
export function pathWarnings({ types, lastSeenAt }: Seen, now: number): readonly string[] {
  const kinds = types.filter(({ type }) => type !== 'seen')
  const warnings: string[] = []
  if (kinds.length > 1) {
    const all = kinds.map(({ type }) => type).join(' and ')
    warnings.push(`Sent as ${all}: a test of one of them does not see the others.`)
  }
  if (lastSeenAt > now + DAY) warnings.push('Dated in the future: a clock is wrong.')
  return warnings
}

/** An event that came regularly and stopped, or that is dated ahead of time. */
export function eventWarnings(
  {
    count,
    firstSeenAt,
    lastSeenAt,
  }: Pick<Catalogue['events'][number], 'count' | 'firstSeenAt' | 'lastSeenAt'>,
  now: number,
): readonly string[] {
  if (lastSeenAt > now + DAY) return ['Dated in the future: a clock is wrong.']
  const usual = (lastSeenAt - firstSeenAt) / Math.max(1, count - 1)
  const silence = now - lastSeenAt
  const isQuiet = count >= 10 && silence > DAY && silence > usual * QUIET_FACTOR
  return isQuiet ? [`Gone quiet: nothing for ${formatMs(silence)}.`] : []
}
