import type { Calibration } from '@muster/client'
import { formatNumber } from '../format/number.ts'

type Thresholds = readonly (number | null)[]
export type Dimension = keyof Calibration['rfm']

/** What a score means, from 5 down to 1; `undefined` for a score that nobody has. `thresholds` are where the scores 2 to 5 begin. */
export interface ScoreWords {
  readonly score: number
  readonly words: string | undefined
}

const units: Readonly<Record<Dimension, (text: string) => string>> = {
  recency: (text) => `${text} ${text === '1' ? 'day' : 'days'}`,
  frequency: (text) => `${text} ${text === '1' ? 'order' : 'orders'}`,
  monetary: (text) => text,
}

export function scoreWords(dimension: Dimension, thresholds: Thresholds): readonly ScoreWords[] {
  const unit = units[dimension]
  return [5, 4, 3, 2, 1].map((score) => {
    // Score 1 has no threshold of its own: whoever reaches no other has it.
    const own = score === 1 ? undefined : thresholds[score - 2]
    if (own === null) return { score, words: undefined }
    const better = thresholds.slice(score - 1).find((each) => each !== null)
    return { score, words: boundsWords(dimension, own, better ?? undefined, unit) }
  })
}

function boundsWords(
  dimension: Dimension,
  own: number | undefined,
  better: number | undefined,
  unit: (text: string) => string,
): string {
  const text = (value: number) => unit(formatNumber(value))
  if (own === undefined && better === undefined) return 'everybody'
  switch (dimension) {
    case 'recency':
      // Fresher is better.
      if (own === undefined) return `more than ${text(better ?? 0)} ago`
      if (better === undefined)
        return own === 0 ? 'within the last day' : `at most ${text(own)} ago`
      return better + 1 === own
        ? `${text(own)} ago`
        : `${formatNumber(better + 1)} to ${text(own)} ago`
    case 'frequency':
      if (own === undefined) return better === 2 ? text(1) : `fewer than ${text(better ?? 0)}`
      if (better === undefined) return `${formatNumber(own)} orders or more`
      return better - 1 === own ? text(own) : `${formatNumber(own)} to ${text(better - 1)}`
    case 'monetary':
      if (own === undefined) return `less than ${text(better ?? 0)}`
      if (better === undefined) return `${text(own)} or more`
      return `${text(own)} to less than ${text(better)}`
  }
}

/** What the tiers of value mean, the best first; `undefined` for a tier that nobody is in. `thresholds` are where top 50%, 20% and 5% begin. */
export function tierWords(
  thresholds: Thresholds,
): readonly { readonly tier: string; readonly words: string | undefined }[] {
  const scores = scoreWords('monetary', [...thresholds, null])
  // As with four scores, of which the fifth is never reached.
  return ['top 5%', 'top 20%', 'top 50%', 'lower 50%'].map((tier, index) => ({
    tier,
    words: scores[index + 1]?.words,
  }))
}

const unitNames: Readonly<Record<string, string>> = {
  s: 'second',
  m: 'minute',
  h: 'hour',
  d: 'day',
  w: 'week',
}

/** `30d` as `30 days`. */
export function durationWords(duration: string): string {
  const [, count = '', unit = ''] = /^(\d+)([smhdw])$/.exec(duration) ?? []
  const name = unitNames[unit]
  return name === undefined ? duration : `${count} ${name}${count === '1' ? '' : 's'}`
}

/** Who is in which stage of life, by the bounds in the settings. */
export function stageWords(
  stage: string,
  bounds: Readonly<Record<'new' | 'reactivated' | 'engaged' | 'atRisk', string>>,
): string {
  const [fresh, back, engaged, atRisk] = [
    bounds.new,
    bounds.reactivated,
    bounds.engaged,
    bounds.atRisk,
  ].map(durationWords)
  switch (stage) {
    case 'new':
      return `Ordered for the first time within the last ${fresh}.`
    case 'engaged':
      return `Ordered within the last ${engaged}.`
    case 'reactivated':
      return `Ordered within the last ${back} after a pause longer than ${engaged}.`
    case 'at risk':
      return `Ordered last between ${engaged} and ${atRisk} ago.`
    default:
      return `Ordered last ${atRisk} ago or longer.`
  }
}
