/** What the clocks of a zone show, in milliseconds as if they were UTC, and which instants show it. */
const formatters = new Map<string, Intl.DateTimeFormat>()

/** Whether this runtime knows the IANA time zone. */
export function isZone(zone: string): boolean {
  try {
    formatterOf(zone)
    return true
  } catch {
    return false
  }
}

/**
 * The instants at which the clocks of a zone show a local time: one; none, in the gap when they are put forward; two, earlier first, in
 * the hour when they are put back. All in milliseconds, `wall` as if it were UTC.
 */
export function instantsOf(wall: number, zone: string): readonly number[] {
  if (zone === 'UTC') return [wall]
  const day = Math.floor(wall / DAY)
  const offsets = offsetsAround(day, zone)
  // Nothing to check on all but the two or three days of a year around a change.
  if (offsets.length === 1) return offsets.map((offset) => wall - offset)
  return offsets.map((offset) => wall - offset).filter((at) => at + offsetAt(at, zone) === wall)
}

/** The first instant at which the clocks show a local time or a later one: where the clocks jump over it, the end of the gap. */
export function firstInstantFrom(wall: number, zone: string): number {
  const [shown] = instantsOf(wall, zone)
  if (shown !== undefined) return shown
  const offsets = offsetsAround(Math.floor(wall / DAY), zone)
  let before = wall - Math.max(...offsets)
  let after = wall - Math.min(...offsets)
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (middle + offsetAt(middle, zone) >= wall) after = middle
    else before = middle
  }
  return after
}

const DAY = 86_400_000
/** Of the last zone only: a file has its times in one zone, and mostly in order. */
let remembered: { zone: string; days: Map<number, readonly number[]> } = {
  zone: '',
  days: new Map(),
}

/** All the offsets that the zone has within a day of a local day, greatest first, so that the earlier instant comes first. */
function offsetsAround(day: number, zone: string): readonly number[] {
  if (remembered.zone !== zone || remembered.days.size > 10_000) {
    remembered = { zone, days: new Map() }
  }
  const known = remembered.days.get(day)
  if (known !== undefined) return known
  // No zone changes its offset twice in so short a time.
  const ends = [(day - 1) * DAY, (day + 2) * DAY]
  const offsets = [...new Set(ends.map((at) => offsetAt(at, zone)))].sort((a, b) => b - a)
  remembered.days.set(day, offsets)
  return offsets
}

/** How far the clocks of the zone are ahead of UTC at an instant, in milliseconds. */
function offsetAt(at: number, zone: string): number {
  const seconds = Math.floor(at / 1_000) * 1_000
  const parts = new Map<string, number>()
  for (const { type, value } of formatterOf(zone).formatToParts(seconds)) {
    parts.set(type, Number(value))
  }
  const part = (type: string) => parts.get(type) ?? 0
  const wall = new Date(0)
  wall.setUTCFullYear(part('year'), part('month') - 1, part('day'))
  wall.setUTCHours(part('hour'), part('minute'), part('second'))
  return wall.getTime() - seconds
}

function formatterOf(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone)
  if (known !== undefined) return known
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  formatters.set(zone, made)
  return made
}
