import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client'
import type { Status } from '@muster/engine'

type MessageOutcome = 'accepted' | 'duplicate' | 'rejected' | 'busy'

/** What Prometheus reads. No label ever holds what a sender chose: the number of series stays small. */
export interface Metrics {
  readonly contentType: string
  readonly request: (operation: string, status: number, ms: number) => void
  readonly messages: (outcome: MessageOutcome, count: number) => void
  readonly reader: (change: 1 | -1) => void
  /** The text, with the engine's figures of this moment. */
  readonly text: (status: Status) => Promise<string>
}

/** Each app has a registry of its own, so that two in one process do not mix. */
export function createMetrics(): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const requests = new Histogram({
    name: 'muster_request_seconds',
    help: 'Time from the request to the head of the answer.',
    labelNames: ['operation', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers,
  })
  const messages = new Counter({
    name: 'muster_messages_total',
    help: 'Messages that came in, by what became of them.',
    labelNames: ['outcome'],
    registers,
  })
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers })
  const readers = gauge('muster_live_readers', 'Open readers of the live feed.')
  const ready = gauge('muster_ready', '1 when the engine takes messages and answers.')
  const profiles = gauge('muster_profiles', 'Profiles.')
  const stored = gauge('muster_stored_messages', 'Messages in the warehouse.')
  const queued = gauge('muster_queued_messages', 'Messages that wait for a tick.')
  const rate = gauge('muster_events_per_second', 'Messages taken in a second, lately.')
  const watermark = gauge('muster_watermark_seconds', 'Up to when memberships are right.')
  const tick = gauge('muster_last_tick_seconds', 'How long the last tick took.')
  const latency = new Gauge({
    name: 'muster_change_latency_seconds',
    help: 'From the receipt of the evidence to the change on record, over the last day.',
    labelNames: ['quantile'],
    registers,
  })

  return {
    contentType: registry.contentType,
    request: (operation, status, ms) => {
      requests.observe({ operation, status: String(status) }, ms / 1000)
    },
    messages: (outcome, count) => {
      if (count > 0) messages.inc({ outcome }, count)
    },
    reader: (change) => {
      readers.inc(change)
    },
    text(status) {
      ready.set(status.ready ? 1 : 0)
      profiles.set(status.profiles)
      stored.set(status.messages)
      queued.set(status.queued)
      rate.set(status.eventsPerSecond)
      if (status.watermark !== undefined) watermark.set(status.watermark / 1000)
      if (status.lastTick !== undefined) tick.set(status.lastTick.tookMs / 1000)
      if (status.latency !== undefined) {
        latency.set({ quantile: '0.5' }, status.latency.p50 / 1000)
        latency.set({ quantile: '0.95' }, status.latency.p95 / 1000)
        latency.set({ quantile: '0.99' }, status.latency.p99 / 1000)
      }
      return registry.metrics()
    },
  }
}
