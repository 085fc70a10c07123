/** What one message may hold ([M3]). Each limit is a setting of the workspace. */
export interface MessageLimits {
  /** Of the message's JSON text, in UTF-8. */
  readonly bytes: number
  /** Keys of all objects at all levels of `properties`, `traits` and `context` together. */
  readonly keys: number
  /** Levels of objects and arrays within each of them, itself included. */
  readonly depth: number
  /** UTF-16 units of an event's name and of a key of `properties` or `traits`. */
  readonly nameLength: number
}

export const defaultMessageLimits: MessageLimits = {
  bytes: 32 * 1024,
  keys: 1_000,
  depth: 20,
  nameLength: 256,
}
