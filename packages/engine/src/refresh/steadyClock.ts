/**
 * A clock that stands still while the machine's is set back, and never shows less than `start`: the instant at which an earlier run of the
 * process stood. What was received up to an instant and looked at stays so; a later message with an earlier receipt would be missed by
 * whoever makes good what a crash cut off.
 */
export function steadyClock(clock: () => number, start: number): () => number {
  let latest = start
  return () => {
    latest = Math.max(latest, clock())
    return latest
  }
}
