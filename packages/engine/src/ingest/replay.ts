import { stringifyJson } from '@muster/core'
import type { IngestApi, Replayed } from './ingestApi.ts'
import type { RejectStore } from './rejectStore.ts'

/** Sends kept messages through ingest once more; those that are taken are marked, the rest stay open. */
export const createReplay =
  (rejects: RejectStore, take: IngestApi['take']): IngestApi['replay'] =>
  async (replays) => {
    const kept = new Map(
      (await rejects.byIds(replays.map(({ id }) => id))).map((reject) => [reject.id, reject]),
    )
    const outcomes: Replayed[] = []
    for (const { id, corrected } of replays) {
      const reject = kept.get(id)
      if (reject === undefined) {
        outcomes.push({ id, outcome: 'unknown' })
        continue
      }
      const body = corrected ?? reject.body
      const taken = await take({
        messages: [body],
        byteLengths: [Buffer.byteLength(stringifyJson(body))],
        source: reject.source,
      })
      const [refusal] = taken.kind === 'taken' ? taken.rejected : []
      if (taken.kind === 'busy') outcomes.push({ id, outcome: 'busy' })
      else if (refusal !== undefined)
        outcomes.push({
          id,
          outcome: 'rejected',
          reason: { code: refusal.code, message: refusal.message },
        })
      else {
        await rejects.markReplayed([reject])
        outcomes.push({ id, outcome: taken.accepted === 1 ? 'accepted' : 'duplicate' })
      }
    }
    return outcomes
  }
