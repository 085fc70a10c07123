import { formatInstant, formatMs, formatNumber } from '../output/format.ts'
import type { Paints } from '../output/paint.ts'
import { printable } from '../output/printable.ts'
import { table } from '../output/table.ts'
import type { Beat } from './pulse.ts'

/** How things are going on one line. */
export function beatLine({ at, latency, audiences, ...beat }: Beat): string {
  const watched = audiences[0]
  return [
    formatInstant(at).slice(11),
    `messages ${formatNumber(beat.messages)}`,
    `${formatNumber(beat.messagesPerSecond)}/s`,
    `profiles ${formatNumber(beat.profiles)}`,
    `changes ${formatNumber(beat.changesPerSecond)}/s`,
    latency === undefined
      ? 'latency –'
      : `p50 ${formatMs(latency.p50)}  p95 ${formatMs(latency.p95)}  p99 ${formatMs(latency.p99)}`,
    ...(watched === undefined ? [] : [`${printable(watched.id)} ${formatNumber(watched.size)}`]),
  ].join('  ')
}

/** How things are going on a whole screen of `rows` lines, each cut to `columns`. The link stands first, so that all of it is there. */
export function beatScreen(
  beat: Beat,
  link: string,
  paint: Paints,
  { columns, rows }: { readonly columns: number; readonly rows: number },
): string {
  const names = new Map(beat.audiences.map(({ id, name }) => [id, name]))
  const audiences = table(beat.audiences, [
    { title: 'audience', cell: ({ name }) => name },
    { title: 'size', right: true, cell: ({ size }) => formatNumber(size) },
    {
      title: 'entered',
      right: true,
      cell: ({ entered }) => (entered === 0 ? '' : `+${formatNumber(entered)}`),
    },
    {
      title: 'left',
      right: true,
      cell: ({ left }) => (left === 0 ? '' : `-${formatNumber(left)}`),
    },
  ]).split('\n')
  const latest = beat.latest.map(({ entered, audience, profile, cause, lateMs, recordedAt }) => {
    const name = printable(names.get(audience) ?? audience)
    return `${formatInstant(recordedAt).slice(11)} ${entered ? '+' : '-'} ${name}  profile ${profile.toString()}  ${cause.kind}, ${formatMs(lateMs)}`
  })
  const head = [`${link}   Ctrl-C ends`, beatLine(beat), '']
  const room = Math.max(1, rows - head.length - 2)
  const shownChanges = Math.min(latest.length, Math.max(3, room - audiences.length))
  const body = [
    ...audiences.slice(0, Math.max(1, room - shownChanges)),
    ...latest.slice(0, shownChanges),
  ]
  return [...head, ...body]
    .slice(0, rows - 1)
    .map((line, place) => painted(line.slice(0, columns), place, paint))
    .join('\n')
}

/** Painted after it was cut, so that no colour is cut off. */
function painted(line: string, place: number, paint: Paints): string {
  if (place === 0) return paint.bold(line)
  if (place === 1) return paint.cyan(line)
  if (/^\d\d:\d\d:\d\d \+/.test(line)) return paint.green(line)
  return /^\d\d:\d\d:\d\d -/.test(line) ? paint.red(line) : line
}
