/** How much of what strangers name is counted by name. Whatever is beyond is counted together, and said to be. */
export interface CatalogueLimits {
  /** Names of events. */
  readonly events: number
  /** Paths for one event's properties, and for the traits of profiles and of accounts. */
  readonly paths: number
  /** Keys and arrays behind one another: `a.b` is two deep, `products[].category` three. */
  readonly depth: number
  /** Elements looked at in one array. */
  readonly elements: number
  /** Kinds of identifiers. */
  readonly identifierKinds: number
  readonly samples: number
  /** UTF-16 units of a text that is kept as a sample. */
  readonly sampleLength: number
}

export const defaultCatalogueLimits: CatalogueLimits = {
  events: 2_000,
  paths: 200,
  depth: 4,
  elements: 50,
  identifierKinds: 100,
  samples: 5,
  sampleLength: 120,
}
