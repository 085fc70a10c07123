export interface DiffLine {
  readonly side: 'both' | 'old' | 'new'
  readonly text: string
}

/** The lines of two texts side by side: the longest run of common lines stays, the rest went or came. */
export function diffLines(old: readonly string[], now: readonly string[]): readonly DiffLine[] {
  const common = lengths(old, now)
  const lines: DiffLine[] = []
  let [i, j] = [0, 0]
  while (i < old.length || j < now.length) {
    const [before, after] = [old[i], now[j]]
    if (before !== undefined && before === after) {
      lines.push({ side: 'both', text: before })
      i++
      j++
    } else if (
      after === undefined ||
      (before !== undefined && at(common, i + 1, j) >= at(common, i, j + 1))
    ) {
      lines.push({ side: 'old', text: before ?? '' })
      i++
    } else {
      lines.push({ side: 'new', text: after })
      j++
    }
  }
  return lines
}

/** How many lines the rests of both from (i, j) on have in common. */
function lengths(old: readonly string[], now: readonly string[]): readonly (readonly number[])[] {
  const table: number[][] = Array.from({ length: old.length + 1 }, () =>
    new Array<number>(now.length + 1).fill(0),
  )
  for (let i = old.length - 1; i >= 0; i--) {
    const row = table[i]
    if (row === undefined) continue
    for (let j = now.length - 1; j >= 0; j--) {
      row[j] =
        old[i] === now[j]
          ? at(table, i + 1, j + 1) + 1
          : Math.max(at(table, i + 1, j), row[j + 1] ?? 0)
    }
  }
  return table
}

function at(table: readonly (readonly number[])[], i: number, j: number): number {
  return table[i]?.[j] ?? 0
}
