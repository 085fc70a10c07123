import { join } from 'node:path'
import { audiences } from '../audiences.ts'
import { section } from '../section.ts'
import { createAudiences } from '../stage/createAudiences.ts'
import { openReadyStage } from '../stage/openReadyStage.ts'
import { runSteady, type Steady } from '../stage/steady.ts'

/** Shorter than the measurement that they are compared with. */
const MOST_SECONDS = 20

/** The cost of refresh follows the changes, not the base. Ends the stage, so it comes after whatever needs it. */
export const scaling = section({
  name: 'scaling',
  measures: {
    twice: { says: 'p50 with twice the audiences, as a multiple', unit: 'times', atMost: 2 },
    half: { says: 'p50 with half the history differs by', unit: '%', atMost: 25 },
    twiceCpu: { says: 'processor time with twice the audiences, as a multiple', unit: 'times' },
    halfCpu: { says: 'processor time with half the history, as a multiple', unit: 'times' },
  },
  run: async ({ base, stage, steady, options, scratch, say }) => {
    const load = { rate: options.rate, seconds: Math.min(options.seconds, MOST_SECONDS) }
    const whole = await steady()
    const all = audiences(2 * options.audiences)
    await createAudiences(stage.server(), all.slice(options.audiences))
    say(`${all.length} audiences`)
    const twice = await runSteady(stage.server(), { ...load, people: options.profiles })
    await stage.end()

    const { stage: small } = await openReadyStage(
      base.half,
      join(scratch, 'half'),
      audiences(options.audiences),
      options.base && join(options.base, 'ready-half'),
    )
    try {
      say('half the history')
      const people = Math.ceil(options.profiles / 2)
      const half = await runSteady(small.server(), { ...load, people })
      return {
        twice: { value: p50(twice) / p50(whole), note: spread(twice) },
        half: { value: 100 * Math.abs(p50(half) / p50(whole) - 1), note: spread(half) },
        twiceCpu: { value: twice.cpuSecondsAMinute / whole.cpuSecondsAMinute },
        halfCpu: { value: half.cpuSecondsAMinute / whole.cpuSecondsAMinute },
      }
    } finally {
      await small.end()
    }
  },
})

/** When refresh did not keep up, what came is not the whole truth, and nothing can be said. */
function p50({ entering, behindMs }: Steady): number {
  return entering === undefined || behindMs > 0 ? NaN : entering.p50
}

const spread = ({ entering }: Steady): string =>
  entering === undefined ? 'nothing came' : `p50 ${entering.p50} ms, p99 ${entering.p99} ms`
