import { compareUtf8 } from '../value/utf8.ts'

/** What facts are put in order by. */
export interface Ordered {
  readonly at: number
  readonly messageId: string
}

/** Facts by timestamp, then by the UTF-8 bytes of their message's id: the order in which they arrived never matters. */
export function byTimeThenId(a: Ordered, b: Ordered): number {
  return a.at - b.at || compareUtf8(a.messageId, b.messageId)
}

export function isInOrder(facts: readonly Ordered[]): boolean {
  let before: Ordered | undefined
  for (const fact of facts) {
    if (before !== undefined && byTimeThenId(before, fact) > 0) return false
    before = fact
  }
  return true
}
