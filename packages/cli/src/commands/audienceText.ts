import type { Audience, Client } from '@muster/client'
import type { Context } from '../context.ts'
import {
  formatIdentifiers,
  formatInstant,
  formatMs,
  formatNumber,
  formatValue,
} from '../output/format.ts'
import { facts, table } from '../output/table.ts'
import { printable } from '../output/printable.ts'

/** An audience as facts under one another. */
export function audienceText(audience: Audience): string {
  const { id, name, state, version, revision, sentence, size, progress, latency, tags } = audience
  return facts([
    ['id', id],
    ['name', name],
    ['means', sentence],
    ['state', `${state}, version ${version}, revision ${revision}`],
    ['size', formatNumber(size)],
    ['progress', progress.error ?? progress.state],
    [
      'latency',
      latency === null ? '–' : `p50 ${formatMs(latency.p50)}, p99 ${formatMs(latency.p99)}`,
    ],
    ['owner', audience.owner || '–'],
    ['tags', tags.join(', ') || '–'],
    ['described', audience.description || '–'],
    ['updated', formatInstant(audience.updatedAt)],
    ['definition', formatValue(audience.definition, 2_000)],
  ])
}

export function audiencesTable(audiences: readonly Audience[]): string {
  return table(audiences, [
    { title: 'id', cell: ({ id }) => id },
    { title: 'name', cell: ({ name }) => formatValue(name, 40) },
    { title: 'state', cell: ({ state }) => state },
    { title: 'size', right: true, cell: ({ size }) => formatNumber(size) },
    { title: 'p99', right: true, cell: ({ latency }) => (latency ? formatMs(latency.p99) : '–') },
    { title: 'updated', cell: ({ updatedAt }) => formatInstant(updatedAt) },
  ])
}

type People = Parameters<
  typeof table<{
    readonly profile: string
    readonly identifiers: readonly { readonly kind: string; readonly value: string }[]
  }>
>[0]

export function peopleTable(people: People): string {
  return table(people, [
    { title: 'profile', right: true, cell: ({ profile }) => profile },
    { title: 'identifiers', cell: ({ identifiers }) => formatIdentifiers(identifiers) },
  ])
}

/** What is wrong or doubtful with a definition, or what it means. */
export function checkedText(
  checked: Awaited<ReturnType<Client['audiences']['check']>>,
  { paint }: Context,
) {
  if (checked.ok) {
    const warned = checked.warnings.map(
      ({ code, at, message }) => `${paint.yellow(`${code} at ${at.join('.')}`)}: ${message}\n`,
    )
    return `${paint.green('sound')}: ${printable(checked.sentence)}\n${warned.join('')}`
  }
  const faults = checked.errors.map(
    ({ code, at, message }) =>
      `${paint.red(at.length === 0 ? code : `${code} at ${printable(at.join('.'))}`)}: ${printable(message)}\n`,
  )
  return faults.join('')
}
