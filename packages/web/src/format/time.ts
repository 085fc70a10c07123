import { formatMs } from './number.ts'

/** Writes instants (milliseconds since 1970 UTC) in the workspace's time zone. */
export interface TimeFormat {
  readonly zone: string
  /** `22 Nov 2026`. */
  readonly day: (at: number) => string
  /** `14:05`. */
  readonly hour: (at: number) => string
  /** `22 Nov 2026, 14:05`. */
  readonly minute: (at: number) => string
  /** `22 Nov 2026, 14:05:09`. */
  readonly second: (at: number) => string
  /** `14:05:09`. */
  readonly clock: (at: number) => string
}

/** For an IANA zone. */
export function createTimeFormat(zone: string): TimeFormat {
  const write = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hourCycle: 'h23',
      ...options,
    })
    return (at: number) => format.format(at)
  }
  const date = { day: 'numeric', month: 'short', year: 'numeric' } as const
  const minute = { hour: '2-digit', minute: '2-digit' } as const
  const second = { ...minute, second: '2-digit' } as const
  return {
    zone,
    day: write(date),
    hour: write(minute),
    minute: write({ ...date, ...minute }),
    second: write({ ...date, ...second }),
    clock: write(second),
  }
}

/** How long ago or ahead: `just now`, `5 min ago`, `in 3 d`. */
export function formatAge(at: number, now: number): string {
  const ms = now - at
  if (Math.abs(ms) < 2_000) return 'just now'
  return ms > 0 ? `${formatMs(ms)} ago` : `in ${formatMs(-ms)}`
}
