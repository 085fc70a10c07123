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
