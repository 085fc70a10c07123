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

/** An answer is as old as so many times what it took to get it, at the most. */
const TIMES = 20

/** Answers from memory for twenty times as long as the last answer took, so that whoever asks all the time costs a twentieth of a core. */
export function sparingly<T>(ask: () => Promise<T>, clock: () => number): () => Promise<T> {
  let known: { readonly answer: Promise<T>; until: number } | undefined
  return () => {
    const began = clock()
    if (known !== undefined && began < known.until) return known.answer
    const made = { answer: ask(), until: Infinity }
    known = made
    made.answer.then(
      () => (made.until = clock() + TIMES * (clock() - began)),
      () => (made.until = -Infinity),
    )
    return made.answer
  }
}
