/** The items that hold what is sought, those that begin with it first; in their own order otherwise. */
export function rank<Item extends { readonly text: string; readonly detail?: string }>(
  items: readonly Item[],
  sought: string,
): readonly Item[] {
  const words = sought.trim().toLowerCase()
  if (words === '') return items
  const scored = items.map((item) => ({ item, score: scoreOf(item.text.toLowerCase(), words) }))
  return scored
    .filter(({ score }) => score < Infinity)
    .sort((a, b) => a.score - b.score)
    .map(({ item }) => item)
}

/** Lower is better: all of it, at the beginning, at the beginning of a word, anywhere, all words in any order. */
function scoreOf(text: string, sought: string): number {
  if (text === sought) return -1
  const at = text.indexOf(sought)
  if (at === 0) return 0
  if (at > 0) return /[^\p{L}\p{N}]/u.test(text.charAt(at - 1)) ? 1 : 2
  return sought.split(/\s+/).every((word) => text.includes(word)) ? 3 : Infinity
}
