import type { Definition } from '@muster/core'
import type { Bench } from '../bench.ts'
import { CATEGORIES } from '../history/shop.ts'
import { percentiles } from '../report/percentiles.ts'
import { section, type Figure } from '../section.ts'
import { jsonOf } from '../stage/json.ts'
import { caughtUp } from '../stage/steady.ts'

/** No two are alike, so that nothing can be remembered from the one before. */
const SUMS = ['30d', '90d', '365d'].flatMap((last, i) =>
  [0, 3, 6, 9].map((category): Definition => ({
    event: 'Order Completed',
    where: [{ property: 'category', is: { equals: CATEGORIES[category + i] ?? '' } }],
    window: { last },
    aggregate: { sum: 'revenue' },
    is: { atLeast: 75 + i },
  })),
)
const SEQUENCES = ['7d', '30d', '90d'].flatMap((last) =>
  ['Product Added', 'Order Completed'].map((then): Definition => ({
    sequence: [{ event: 'Product Viewed' }, { event: then }],
    within: '2h',
    window: { last },
  })),
)

export const preview = section({
  name: 'preview',
  measures: {
    sum: {
      says: 'preview of a windowed sum with a property filter, p95',
      unit: 'ms',
      atMost: 1_000,
    },
    sequence: { says: 'preview of a sequence, longest', unit: 'ms', atMost: 3_000 },
  },
  run: async (bench) => {
    await caughtUp(await bench.stage.server())
    return {
      sum: await ask(bench, SUMS, 'p95'),
      sequence: await ask(bench, SEQUENCES, 'max'),
    }
  },
})

async function ask(
  { stage }: Bench,
  definitions: readonly Definition[],
  which: 'p95' | 'max',
): Promise<Figure> {
  const { client } = await stage.server()
  const took: number[] = []
  const sizes: number[] = []
  for (const definition of definitions) {
    const began = performance.now()
    sizes.push((await client.audiences.preview(jsonOf(definition))).size)
    took.push(performance.now() - began)
  }
  const all = percentiles(took)
  if (all === undefined) throw new Error('nothing was previewed')
  return { value: all[which], percentiles: all, note: `people: ${sizes.join(', ')}` }
}
