/** Answers from memory what was asked less than `milliseconds` ago; whoever asks while an answer is on its way shares it. */
export function remember<T>(
  ask: () => Promise<T>,
  clock: () => number,
  milliseconds: number,
): () => Promise<T> {
  let known: { readonly answer: Promise<T>; readonly until: number } | undefined
  return () => {
    const now = clock()
    if (known === undefined || now >= known.until || now < known.until - milliseconds) {
      const answer = ask()
      known = { answer, until: now + milliseconds }
      answer.catch(() => {
        known = undefined
      })
    }
    return known.answer
  }
}

/** Answers from memory as long as what the answer follows from, of which `key` tells, has not changed. */
export function whileSame<T>(key: () => Promise<unknown>, ask: () => Promise<T>): () => Promise<T> {
  let known: { readonly key: unknown; readonly answer: T } | undefined
  return async () => {
    const now = await key()
    if (known === undefined || known.key !== now) known = { key: now, answer: await ask() }
    return known.answer
  }
}
