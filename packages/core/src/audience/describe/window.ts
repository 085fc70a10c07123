import type { Window } from '../definition.ts'
import { durationWords, quoted, stretchWords } from './words.ts'

/** When something happened: `in the last 30 days`. Without a window, `at any time`. */
export function windowWords(window: Window | undefined): string {
  if (window === undefined) return 'at any time'
  if ('last' in window) return `in the last ${stretchWords(window.last)}`
  if ('ago' in window) {
    const [far, near] = window.ago
    return `between ${durationWords(far)} and ${durationWords(near)} ago`
  }
  if ('olderThan' in window) return `${durationWords(window.olderThan)} ago or earlier`
  if ('since' in window) return `since their ${quoted(window.since.trait)}`
  if ('calendar' in window) return window.calendar.replace('_', ' ')
  const { from, to } = window
  if (from === undefined) return to === undefined ? 'at any time' : `before ${to}`
  return to === undefined ? `on or after ${from}` : `on or after ${from} and before ${to}`
}
