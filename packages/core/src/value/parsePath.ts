import { memo } from './memo.ts'

/** One step of a path: a key, and how many arrays to walk into behind it. */
export interface PathStep {
  readonly key: string
  readonly each: number
}

/** Splits a path at its dots; `[]` behind a key walks into an array: `products[].category` is `products` each, then `category`. */
export const parsePath = memo((path: string): readonly PathStep[] =>
  path.split('.').map((segment) => {
    let key = segment
    let each = 0
    while (key.endsWith('[]')) {
      key = key.slice(0, -2)
      each++
    }
    return { key, each }
  }),
)
