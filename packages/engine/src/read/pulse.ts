import { int64, render, sql } from '@muster/core'
import type { Pulse } from '../status/statusApi.ts'
import { done, refused, type Outcome } from '../metadata/outcome.ts'
import type { Warehouse } from '../warehouse/warehouse.ts'

/** A pulse has so many steps at the most. */
const MOST_STEPS = 1_440

export interface PulseRange {
  readonly from: number
  readonly to: number
  /** Milliseconds. */
  readonly step: number
}

/**
 * What came in, and how late changes were recorded, in each step of [from, to); the last step ends at `to`. Percentiles are exact, over the changes of the
 * step alone; those that a new definition made are left out, since nobody was waiting for an event. Reads the times of all changes.
 */
export async function pulse(
  warehouse: Warehouse,
  { from, to, step }: PulseRange,
): Promise<Outcome<Pulse, string>> {
  if (!(from < to && step >= 1))
    return refused('empty_range', ['from'], 'Let "from" be before "to", and the step positive.')
  const count = Math.ceil((to - from) / step)
  if (count > MOST_STEPS)
    return refused(
      'too_many_steps',
      ['step'],
      `The range has ${count} steps, the most are ${MOST_STEPS}. Take longer steps or a shorter range.`,
    )
  const [messages, changes] = await Promise.all([
    warehouse.query<{ readonly place: string; readonly messages: string }>(
      render(
        sql`SELECT intDiv(received_at - ${int64(from)}, ${int64(step)}) AS place, count() AS messages FROM messages WHERE received_at >= ${int64(from)} AND received_at < ${int64(to)} GROUP BY place`,
      ),
    ),
    warehouse.query<{
      readonly place: string
      readonly changes: string
      readonly late: readonly string[]
    }>(
      render(
        sql`SELECT intDiv(recorded_at - ${int64(from)}, ${int64(step)}) AS place, count() AS changes, quantilesExact(0.5, 0.95, 0.99)(recorded_at - due_at) AS late FROM changes WHERE recorded_at >= ${int64(from)} AND recorded_at < ${int64(to)} AND cause != 'definition' GROUP BY place`,
      ),
    ),
  ])
  const received = new Map(messages.map((row) => [Number(row.place), Number(row.messages)]))
  const changed = new Map(changes.map((row) => [Number(row.place), row]))
  return done({
    ...{ from, to, step },
    steps: Array.from({ length: count }, (_, place) => {
      const row = changed.get(place)
      const [p50 = 0, p95 = 0, p99 = 0] = (row?.late ?? []).map(Number)
      return {
        at: Math.min(from + (place + 1) * step, to),
        messages: received.get(place) ?? 0,
        latency: row && { changes: Number(row.changes), p50, p95, p99 },
      }
    }),
  })
}
