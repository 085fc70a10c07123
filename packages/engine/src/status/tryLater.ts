/** Nothing is broken and nothing was recorded: the same call may go well a little later. */
export class TryLater extends Error {
  override readonly name = 'TryLater'
}
