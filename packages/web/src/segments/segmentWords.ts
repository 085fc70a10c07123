import type { SegmentName } from '@muster/core'

/** What the eleven segments of RFM are, for whoever meets them the first time. */
export const segmentWords: Readonly<Record<SegmentName, string>> = {
  Champions: 'Ordered lately, often and for much.',
  Loyal: 'Come back again and again.',
  'Potential loyalist': 'Ordered lately, and may come to do so often.',
  New: 'Ordered lately, seldom and for little so far.',
  Promising: 'Ordered not long ago, seldom and for little so far.',
  'Need attention': 'In the middle in all three, and about to slip.',
  'About to sleep': 'Below the middle in all three, but not gone yet.',
  "Can't lose": 'Ordered often and for much, and have stopped.',
  'At risk': 'Ordered often or for much, but long ago.',
  Hibernating: 'Ordered long ago, seldom and for little.',
  Lost: 'Ordered longest ago, seldom and for little.',
}
