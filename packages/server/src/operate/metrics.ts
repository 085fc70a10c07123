import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client'
import { watchedRates } from '@muster/engine'
import type { Measure, NotReady, Status } from '@muster/engine'

type MessageOutcome = 'accepted' | 'duplicate' | 'rejected' | 'busy'

/** What is true of the engine at this moment; of a status that could not be read, the rest. */
export interface Figures {
  readonly status: Status | undefined
  readonly notReady: readonly NotReady[]
  readonly diskFree: number | undefined
}

/** What Prometheus reads. No label ever holds what a sender chose: the number of series stays small. */
export interface Metrics {
  readonly contentType: string
  readonly request: (operation: string, status: number, ms: number) => void
  readonly messages: (outcome: MessageOutcome, count: number) => void
  /** From a call's messages being read to their being durable. */
  readonly ingested: (ms: number) => void
  readonly engine: (measure: Measure) => void
  /** Something failed in the background and is tried again; `doing` is one of the engine's own words. */
  readonly problem: (doing: string) => void
  /** Milliseconds since 1970 UTC. */
  readonly backedUp: (at: number) => void
  readonly reader: (change: 1 | -1) => void
  readonly text: (figures: Figures) => Promise<string>
}

const reasons: readonly NotReady['code'][] = [
  'warehouse_unreachable',
  'metadata_unreachable',
  'refresh_behind',
  'refresh_failing',
  'disk_nearly_full',
]

/** Each app has a registry of its own, so that two in one process do not mix. */
export function createMetrics(): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers })
  const counter = <Label extends string>(name: string, help: string, ...labelNames: Label[]) =>
    new Counter({ name, help, labelNames, registers })
  const seconds = <Label extends string>(
    name: string,
    help: string,
    buckets: number[],
    ...labelNames: Label[]
  ) => new Histogram({ name, help, buckets, labelNames, registers })

  const requests = seconds(
    'muster_request_seconds',
    'Time from the request to the head of the answer.',
    [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 10],
    'operation',
  )
  const answers = counter('muster_requests_total', 'Requests, by answer.', 'operation', 'status')
  const ingest = seconds(
    'muster_ingest_seconds',
    'Time until the messages of a call are durable.',
    [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
  )
  const late = seconds(
    'muster_change_latency_seconds',
    'From the receipt of the evidence, or when an edge was due, to the change on record.',
    [0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 5, 15, 60, 300],
  )
  const ticks = seconds(
    'muster_tick_seconds',
    'How long a refresh took.',
    [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60],
  )
  const messages = counter(
    'muster_messages_total',
    'Messages that came in, by what became of them.',
    'outcome',
  )
  const changes = counter(
    'muster_changes_total',
    'Changes of membership that refresh recorded.',
    'direction',
  )
  const touched = counter('muster_touched_profiles_total', 'Profiles that refresh looked at.')
  const problems = counter(
    'muster_problems_total',
    'What failed in the background and is tried again.',
    'doing',
  )
  const readers = gauge('muster_live_readers', 'Open readers of the live feed.')
  const ready = gauge('muster_ready', '1 when the engine takes messages and answers.')
  const notReady = new Gauge({
    name: 'muster_not_ready',
    help: '1 for each reason for which it is not ready.',
    labelNames: ['reason'],
    registers,
  })
  const profiles = gauge('muster_profiles', 'Profiles.')
  const stored = gauge('muster_stored_messages', 'Messages in the warehouse.')
  const queued = gauge('muster_queued_messages', 'Messages that wait to become durable.')
  const watermark = gauge(
    'muster_watermark_timestamp_seconds',
    'Up to when memberships are right, since 1970.',
  )
  const identity = new Gauge({
    name: 'muster_identity_rate',
    help: 'Rates of identity on the last whole day, from 0 to 1.',
    labelNames: ['rate'],
    registers,
  })
  const fallen = new Gauge({
    name: 'muster_identity_fallen',
    help: '1 for each rate that lies far below the days before.',
    labelNames: ['rate'],
    registers,
  })
  const disk = gauge('muster_disk_free_bytes', 'Free where the embedded stores are.')
  const backup = gauge(
    'muster_backup_timestamp_seconds',
    'When the last whole backup was made, since 1970; 0 when none has been since the start.',
  )

  return {
    contentType: registry.contentType,
    request: (operation, status, ms) => {
      requests.observe({ operation }, ms / 1000)
      answers.inc({ operation, status: String(status) })
    },
    messages: (outcome, count) => {
      if (count > 0) messages.inc({ outcome }, count)
    },
    ingested: (ms) => {
      ingest.observe(ms / 1000)
    },
    engine: (measure) => {
      switch (measure.kind) {
        case 'ticked':
          ticks.observe(measure.tookMs / 1000)
          touched.inc(measure.touched)
          return
        case 'changed':
          changes.inc({ direction: 'entered' }, measure.entered)
          changes.inc({ direction: 'left' }, measure.left)
          for (const ms of measure.lateMs) late.observe(ms / 1000)
      }
    },
    problem: (doing) => {
      problems.inc({ doing })
    },
    backedUp: (at) => {
      backup.set(at / 1000)
    },
    reader: (change) => {
      readers.inc(change)
    },
    text({ status, notReady: why, diskFree }) {
      ready.set(why.length === 0 ? 1 : 0)
      for (const reason of reasons)
        notReady.set({ reason }, why.some(({ code }) => code === reason) ? 1 : 0)
      if (diskFree !== undefined) disk.set(diskFree)
      if (status !== undefined) {
        profiles.set(status.profiles)
        stored.set(status.messages)
        queued.set(status.queued)
        for (const rate of watchedRates) {
          const value = status.identity?.rates[rate]
          if (value === undefined) identity.remove({ rate })
          else identity.set({ rate }, value)
          const hasFallen = status.identity?.falls.some((fall) => fall.rate === rate) ?? false
          fallen.set({ rate }, hasFallen ? 1 : 0)
        }
        if (status.watermark !== undefined) watermark.set(status.watermark / 1000)
      }
      return registry.metrics()
    },
  }
}
