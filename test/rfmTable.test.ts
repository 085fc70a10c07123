/** The table of docs/rfm.md is what a marketer reads, so it says what the traits say. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { segmentRanges, type SegmentRange } from '@muster/core'

const text = readFileSync(new URL('../docs/rfm.md', import.meta.url), 'utf8')
const cells = (line: string): readonly string[] =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim())

/** The order of the names, as the document tells it. */
const ordered = [...text.matchAll(/^\| \d+ .*$/gm)].map(([line]) => cells(line).slice(1, 5))
const rangeText = ([from, to]: SegmentRange['recency']): string =>
  from === to ? String(from) : `${from}-${to}`

test('the order of the names in the document is that of the traits', () => {
  expect(ordered).toEqual(
    segmentRanges.map(({ name, ...range }) => [
      name,
      ...[range.recency, range.frequency, range.monetary].map(rangeText),
    ]),
  )
})

test('each of the 125 combinations has the name in the document that the first range gives it', () => {
  const isIn = (score: number, text_: string | undefined): boolean => {
    const [from, to = from] = (text_ ?? '').split('-').map(Number)
    return from !== undefined && to !== undefined && score >= from && score <= to
  }
  let recency = 0
  let seen = 0
  for (const line of text.split('\n')) {
    const [head = '', ...rest] = cells(line)
    if (/^R[1-5]$/.test(head)) recency = Number(head.slice(1))
    if (!/^F[1-5]$/.test(head)) continue
    rest.forEach((name, i) => {
      const frequency = Number(head.slice(1))
      const first = ordered.find(
        ([, r, f, m]) => isIn(recency, r) && isIn(frequency, f) && isIn(i + 1, m),
      )
      expect([recency, frequency, i + 1, name]).toEqual([recency, frequency, i + 1, first?.[0]])
      seen++
    })
  }
  expect(seen).toBe(125)
})
