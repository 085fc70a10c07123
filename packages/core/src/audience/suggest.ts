/** Longer names are no slips of the finger, and comparing them costs the product of their lengths. */
const longestCompared = 100

/**
 * The candidate that was probably meant: the nearest by edits (a letter put in, left out, replaced, or two neighbours swapped;
 * case costs nothing), no farther than a third of the name. `undefined` if none is near. Of equally near ones the first.
 */
export function suggest(name: string, candidates: Iterable<string>): string | undefined {
  if (name.length > longestCompared) return undefined
  const wanted = name.toLowerCase()
  // Of a single letter any other is one edit away.
  let limit = name.length < 2 ? 1 : Math.max(1, Math.floor(name.length / 3)) + 1
  let best: string | undefined
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - name.length) >= limit || candidate === name) continue
    const distance = editDistance(wanted, candidate.toLowerCase())
    if (distance < limit) {
      limit = distance
      best = candidate
    }
  }
  return best
}

/** Optimal string alignment: Damerau's distance in which no stretch is edited twice. In UTF-16 units. */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = at(last, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1)
      const swapped =
        i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
          ? at(beforeLast, j - 2) + 1
          : Infinity
      row.push(Math.min(replaced, swapped, at(last, j) + 1, at(row, j - 1) + 1))
    }
    beforeLast = last
    last = row
  }
  return at(last, b.length)
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Infinity
}
