import { section } from '../section.ts'

/** Comes last: the most that any server on the whole history has had resident. */
export const memory = section({
  name: 'memory',
  measures: {
    peak: { says: 'resident memory of the server, at the most', unit: 'GB', atMost: 3 },
  },
  run: ({ stage }) => Promise.resolve({ peak: { value: stage.peakBytes() / 1e9 } }),
})
