import type { Replayed } from '@muster/client'
import { formatCount } from '../format/number.ts'

type Outcome = Replayed['replayed'][number]

const words: Readonly<Record<Outcome['outcome'], string>> = {
  accepted: 'taken',
  duplicate: 'there already',
  rejected: 'rejected again',
  unknown: 'gone',
  busy: 'not tried, since the server is busy',
}

/** What came of sending messages once more: `12 taken, 3 rejected again`. */
export function outcomeWords(replayed: readonly Outcome[]): string {
  const counts = new Map<Outcome['outcome'], number>()
  for (const { outcome } of replayed) counts.set(outcome, (counts.get(outcome) ?? 0) + 1)
  return [...counts].map(([outcome, count]) => `${formatCount(count)} ${words[outcome]}`).join(', ')
}
