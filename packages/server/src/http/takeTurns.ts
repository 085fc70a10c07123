/**
 * Long pieces of work, one for each turn of the event loop: `await turn()` before a piece lets everything else that waits go first (answers of
 * the stores, ticks, small requests). Without it a hundred bodies that arrive together are read in one go, and whatever else is under
 * way stands still for as long.
 */
export function takeTurns(): () => Promise<void> {
  let last = Promise.resolve()
  return () => {
    last = last.then(() => new Promise((begin) => setImmediate(begin)))
    return last
  }
}
