/**
 * A pure function that remembers its answers, by identity of the argument. At most `most` are kept; then it begins anew, so that memory stays bounded
 * whatever it is asked. An answer of `undefined` is not remembered.
 */
export function memo<Argument, Answer>(
  answer: (argument: Argument) => Answer,
  most = 10_000,
): (argument: Argument) => Answer {
  const known = new Map<Argument, Answer>()
  return (argument) => {
    const found = known.get(argument)
    if (found !== undefined) return found
    const made = answer(argument)
    if (known.size >= most) known.clear()
    known.set(argument, made)
    return made
  }
}
