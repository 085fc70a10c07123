import type { Definition } from '@muster/core'
import { section } from '../section.ts'
import { createAudiences } from '../stage/createAudiences.ts'
import { runSteady } from '../stage/steady.ts'
import { lateness, latenessOf, loadNote } from './lateness.ts'

/** It looks through the whole history, at a property that no audience has looked at before. */
const NEW: Definition = {
  event: 'Order Completed',
  where: [{ property: 'currency', is: { equals: 'EUR' } }],
  window: { last: '180d' },
  aggregate: { sum: 'revenue' },
  is: { atLeast: 200 },
}

/** Long enough for a backfill that keeps its limit. */
const MOST_SECONDS = 32

export const backfill = section({
  name: 'backfill',
  measures: {
    backfill: { says: 'a new audience, from the call until it is computed', unit: 's', atMost: 30 },
    ...lateness,
  },
  run: async ({ stage, options }) => {
    const server = await stage.server()
    let tookMs = 0
    const seconds = Math.min(options.seconds, MOST_SECONDS)
    const found = await runSteady(
      server,
      { rate: options.rate, people: options.profiles, seconds },
      async () => {
        tookMs = await createAudiences(server, [{ id: 'backfilled', definition: NEW }])
      },
    )
    return { backfill: { value: tookMs / 1000, note: loadNote(found) }, ...latenessOf(found) }
  },
})
