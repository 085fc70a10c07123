const slugPattern = /^[a-z0-9][a-z0-9_-]{0,63}$/
/** Leaves room for a number behind it when the slug is taken. */
const longestDerived = 56

export function isSlug(text: string): boolean {
  return slugPattern.test(text)
}

/** An id that resembles a name: accents dropped, small letters, `-` between words; `audience` when nothing is left. */
export function slugOf(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, longestDerived)
    .replace(/^-+|-+$/g, '')
  return plain === '' ? 'audience' : plain
}
