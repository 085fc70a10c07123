import { audiences } from '../audiences/audiences.ts'
import { runChild } from '../child.ts'
import type { Recomputed, RecomputeWanted } from '../recompute/recompute.ts'
import { section } from '../section.ts'

/** How long a change waits on average until a recomputation every minute begins. */
const HALF_A_MINUTE_MS = 30_000

/** What a user would do instead: compute everything anew every minute. The answer is also held against what refresh has recorded. */
export const instead = section({
  name: 'instead',
  measures: {
    recompute: { says: 'all audiences from everything, by one statement', unit: 's' },
    cpu: {
      says: 'processor time of it, once a minute, as a multiple of refresh and ingest',
      unit: 'times',
    },
    later: { says: 'a change is told later on average, as a multiple of our p50', unit: 'times' },
    different: { says: 'audiences whose record differs from it', unit: 'audiences', atMost: 0 },
  },
  run: async ({ stage, options, steady }) => {
    const { entering, cpuSecondsAMinute } = await steady()
    const wanted: RecomputeWanted = { data: stage.data, audiences: audiences(options.audiences) }
    const found = await stage.whileStopped(() =>
      runChild<Recomputed>(new URL('../recompute/recomputeMain.ts', import.meta.url), wanted),
    )
    if (found === undefined) throw new Error('the recomputation told no result')
    return {
      recompute: {
        value: found.tookMs / 1000,
        note: `${found.cpuSeconds.toFixed(1)} s of processor time, ${found.members} members`,
      },
      cpu: { value: found.cpuSeconds / cpuSecondsAMinute },
      ...(entering && { later: { value: (HALF_A_MINUTE_MS + found.tookMs) / entering.p50 } }),
      different: {
        value: found.different.length,
        ...(found.different.length > 0 && { note: found.different.join(', ') }),
      },
    }
  },
})
