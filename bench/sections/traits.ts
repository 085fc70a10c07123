import { computedTraits, onComputedTraits } from '../audiences/computedTraits.ts'
import { section } from '../section.ts'
import type { Server } from '../server/startServer.ts'
import { createAudiences } from '../stage/createAudiences.ts'
import { jsonOf } from '../stage/json.ts'
import { runSteady } from '../stage/steady.ts'
import { lateness, latenessOf, loadNote } from './lateness.ts'

/** The steady load once more, with RFM, ten computed traits, and audiences on all of them in force beside the others. */
export const traits = section({
  name: 'traits',
  isAside: true,
  measures: {
    ...lateness,
    cpu: {
      says: 'processor time of the server, as a multiple of that without them',
      unit: 'times',
    },
  },
  run: async ({ stage, steady, options }) => {
    const before = await steady()
    const server = await stage.server()
    await defineTraits(server)
    await createAudiences(server, onComputedTraits)
    const found = await runSteady(server, { ...options, people: options.profiles })
    return {
      ...latenessOf(found),
      cpu: { value: found.cpuSecondsAMinute / before.cpuSecondsAMinute, note: loadNote(found) },
    }
  },
})

async function defineTraits({ client }: Server): Promise<void> {
  await client.segmentation.learn()
  for (const { name, expression } of computedTraits)
    await client.traits.create({ name, expression: jsonOf(expression) })
}
