import { expect, test } from 'vitest'
import { createRoutes } from '../routes/createRoutes.ts'
import { createFakeEngine } from '../test-support/fakeEngine.ts'
import { createMetrics } from './metrics.ts'

interface Series {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}
interface Family {
  readonly help: string
  readonly type: string
  readonly series: Series[]
}

/** The text format of Prometheus, version 0.0.4, read strictly: what it does not allow throws. */
function parse(text: string): ReadonlyMap<string, Family> {
  const families = new Map<string, Family>()
  const helps = new Map<string, string>()
  expect(text.endsWith('\n')).toBe(true)
  for (const line of text.split('\n').filter((each) => each !== '')) {
    const [, word, named = '', rest = ''] =
      /^# (HELP|TYPE) ([a-zA-Z_:][\w:]*) (.+)$/.exec(line) ?? []
    if (word === 'HELP') {
      if (helps.has(named)) throw new Error(`two HELP lines of ${named}`)
      helps.set(named, rest)
    } else if (word === 'TYPE') {
      if (families.has(named)) throw new Error(`two TYPE lines of ${named}`)
      families.set(named, { help: helps.get(named) ?? '', type: rest, series: [] })
    } else {
      const series = readSeries(line)
      const family =
        families.get(series.name) ?? families.get(series.name.replace(/_(?:bucket|sum|count)$/, ''))
      if (family === undefined) throw new Error(`no TYPE before ${line}`)
      family.series.push(series)
    }
  }
  return families
}

function readSeries(line: string): Series {
  const [, name, , inside = '', value] =
    /^([a-zA-Z_:][\w:]*)(\{(.*)\})? ([Nn]a[Nn]|[+-]Inf|[-+]?[\d.]+(?:e[+-]?\d+)?)$/.exec(line) ?? []
  if (name === undefined || value === undefined) throw new Error(`not a sample: ${line}`)
  const labels: Record<string, string> = {}
  const left = inside.replaceAll(
    /([a-zA-Z_]\w*)="((?:[^"\\\n]|\\[\\"n])*)"(?:,|$)/g,
    (_, key: string, text: string) => {
      labels[key] = text
      return ''
    },
  )
  if (left !== '') throw new Error(`labels of ${line}`)
  return { name, labels, value: Number(value.replace('Inf', 'Infinity')) }
}

const figures = {
  status: undefined,
  notReady: [{ code: 'disk_nearly_full' as const, message: '' }],
  diskFree: 3,
}

async function filled(): Promise<ReadonlyMap<string, Family>> {
  const metrics = createMetrics()
  for (const { operation } of createRoutes()) {
    for (const status of [200, 400, 500]) metrics.request(operation, status, 12)
  }
  metrics.messages('accepted', 3)
  metrics.ingested(40)
  metrics.engine({ kind: 'ticked', tookMs: 30, touched: 7 })
  metrics.engine({ kind: 'changed', entered: 2, left: 1, lateMs: [20, 700, 100_000_000] })
  metrics.problem('tick')
  metrics.backedUp(1_700_000_000_000)
  return parse(await metrics.text(figures))
}

const valueOf = (family: Family | undefined, name: string, labels = {}) =>
  family?.series.find(
    (each) => each.name === name && JSON.stringify(each.labels) === JSON.stringify(labels),
  )?.value

test('the text is of the format that Prometheus reads, with a word of help for each family', async () => {
  for (const [name, { help, type, series }] of await filled()) {
    expect(help, name).not.toBe('')
    expect(['counter', 'gauge', 'histogram', 'summary'], name).toContain(type)
    // The figures of Node itself come from a library, which names some gauges so.
    if (name.startsWith('muster_')) expect(name.endsWith('_total'), name).toBe(type === 'counter')
    const keys = series.map((each) => `${each.name}${JSON.stringify(each.labels)}`)
    expect(new Set(keys).size, name).toBe(keys.length)
  }
})

test('buckets of a histogram add up, and end with all', async () => {
  const histograms = [...(await filled())].filter(
    ([name, { type }]) => type === 'histogram' && name.startsWith('muster_'),
  )
  expect(histograms.map(([name]) => name).sort()).toEqual([
    'muster_change_latency_seconds',
    'muster_ingest_seconds',
    'muster_request_seconds',
    'muster_tick_seconds',
  ])
  for (const [name, { series }] of histograms) {
    for (const operation of new Set(series.map(({ labels }) => labels['operation']))) {
      const row = series.filter(({ labels }) => labels['operation'] === operation)
      const buckets = row.filter((each) => each.name === `${name}_bucket`)
      const bounds = buckets.map(({ labels }) => Number(labels['le']?.replace('+Inf', 'Infinity')))
      expect(bounds).toEqual(bounds.toSorted((a, b) => a - b))
      expect(bounds.at(-1)).toBe(Infinity)
      const counts = buckets.map(({ value }) => value)
      expect(counts).toEqual(counts.toSorted((a, b) => a - b))
      expect(row.find((each) => each.name === `${name}_count`)?.value).toBe(counts.at(-1))
    }
  }
})

test('figures are in seconds, bytes and counts', async () => {
  const families = await filled()
  const of = (name: string, labels = {}, suffix = '') =>
    valueOf(families.get(name), `${name}${suffix}`, labels)
  expect(of('muster_change_latency_seconds', { le: '0.05' }, '_bucket')).toBe(1)
  expect(of('muster_change_latency_seconds', { le: '1' }, '_bucket')).toBe(2)
  expect(of('muster_change_latency_seconds', {}, '_count')).toBe(3)
  expect(of('muster_tick_seconds', {}, '_sum')).toBe(0.03)
  expect(of('muster_changes_total', { direction: 'entered' })).toBe(2)
  expect(of('muster_touched_profiles_total')).toBe(7)
  expect(of('muster_problems_total', { doing: 'tick' })).toBe(1)
  expect(of('muster_backup_timestamp_seconds')).toBe(1_700_000_000)
  expect(of('muster_ready')).toBe(0)
  expect(of('muster_not_ready', { reason: 'disk_nearly_full' })).toBe(1)
  expect(of('muster_not_ready', { reason: 'refresh_behind' })).toBe(0)
  expect(of('muster_disk_free_bytes')).toBe(3)
})

test('rates of identity are told where there is one, and whether they have fallen', async () => {
  const { status_: status } = createFakeEngine()
  const families = parse(await createMetrics().text({ ...figures, status }))
  const of = (name: string, rate: string) => valueOf(families.get(name), name, { rate })
  expect(of('muster_identity_rate', 'match')).toBe(0.75)
  expect(of('muster_identity_rate', 'stitch')).toBeUndefined()
  expect(of('muster_identity_fallen', 'consent')).toBe(1)
  expect(of('muster_identity_fallen', 'match')).toBe(0)
})

test('there are as many series as routes and answers allow, and no more', async () => {
  const series = [...(await filled()).values()].flatMap((family) => family.series)
  // Eight buckets, all, the sum and the count; and one for each kind of answer.
  const ofRoute = 11 + 3
  expect(series.length).toBeLessThan(createRoutes().length * ofRoute + 250)
  const names = new Set(series.flatMap(({ labels }) => Object.keys(labels)))
  for (const each of ['profile', 'audience', 'key', 'path', 'event'])
    expect(names).not.toContain(each)
})
