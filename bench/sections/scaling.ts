import { join } from 'node:path'
import { audiences } from '../audiences/audiences.ts'
import { section } from '../section.ts'
import { createAudiences } from '../stage/createAudiences.ts'
import { openReadyStage } from '../stage/openReadyStage.ts'
import { runSteady, type Steady } from '../stage/steady.ts'

/** Shorter than the measurement that they are compared with. */
const MOST_SECONDS = 12

/** The cost of refresh follows the changes, not the base. Ends the stage, so it comes after whatever needs it. */
export const scaling = section({
  name: 'scaling',
  measures: {
    half: { says: 'p50 with half the history differs by', unit: '%', atMost: 25 },
    twice: { says: 'p50 with twice the audiences, as a multiple', unit: 'times', atMost: 2 },
    halfCpu: { says: 'processor time with half the history, as a multiple', unit: 'times' },
    twiceCpu: { says: 'processor time with twice the audiences, as a multiple', unit: 'times' },
  },
  run: async ({ base, stage, steady, options, scratch, say }) => {
    const whole = await steady()
    await stage.end()
    const some = audiences(options.audiences)
    const others = audiences(2 * options.audiences).filter(
      ({ id }) => !some.some((one) => one.id === id),
    )
    const keep = options.base && join(options.base, 'ready-half')
    const { stage: small } = await openReadyStage(base.half, join(scratch, 'half'), some, keep)
    try {
      const load = {
        rate: options.rate,
        seconds: Math.min(options.seconds, MOST_SECONDS),
        people: Math.ceil(options.profiles / 2),
      }
      say('half the history')
      const server = await small.server()
      const half = await runSteady(server, load)
      await createAudiences(server, others)
      say('twice the audiences on it')
      const twice = await runSteady(server, load)
      return {
        half: { value: 100 * Math.abs(p50(half) / p50(whole) - 1), note: spread(half) },
        twice: { value: p50(twice) / p50(half), note: spread(twice) },
        halfCpu: { value: half.cpuSecondsAMinute / whole.cpuSecondsAMinute },
        twiceCpu: { value: twice.cpuSecondsAMinute / half.cpuSecondsAMinute },
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
