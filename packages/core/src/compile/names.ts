/** Gives every lambda in one statement a variable of its own, so that an inner one never hides an outer one. */
export interface Names {
  readonly fresh: () => string
}

export function createNames(): Names {
  let count = 0
  return { fresh: () => `x${++count}` }
}
