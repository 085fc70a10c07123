/**
 * P-values adjusted for the number of tests, in the same order: calling those at most q significant keeps the expected share of false ones
 * among them at most q (Y. Benjamini and Y. Hochberg, J. R. Stat. Soc. B 57, 1995; adjusted as by Yekutieli and Benjamini, 1999).
 */
export function benjaminiHochberg(ps: readonly number[]): readonly number[] {
  const ranked = ps.map((p, place) => ({ p, place })).sort((a, b) => b.p - a.p)
  const adjusted = new Array<number>(ps.length).fill(1)
  let least = 1
  ranked.forEach(({ p, place }, i) => {
    least = Math.min(least, (p * ps.length) / (ps.length - i))
    adjusted[place] = least
  })
  return adjusted
}
