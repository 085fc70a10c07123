const longestShown = 60

/** A name as messages show it: in quotes, and cut when it is long, so that no message grows with what is sent. */
export function quote(name: string): string {
  const characters = name.length > longestShown ? `${name.slice(0, longestShown)}…` : name
  return `"${characters.replace(/\p{Surrogate}/gu, '')}"`
}

/** Names as they stand in messages: `"a", "b" and "c"`. */
export function listed(names: readonly string[]): string {
  const quoted = names.map(quote)
  const last = quoted.pop() ?? 'none'
  return quoted.length === 0 ? last : `${quoted.join(', ')} and ${last}`
}
