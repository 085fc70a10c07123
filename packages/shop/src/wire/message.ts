/** JSON as an SDK puts it on the wire. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject
export interface JsonObject {
  readonly [key: string]: Json
}

/** A message of the Segment specification, as an SDK, a CRM or an email tool would send it. */
export interface SegmentMessage {
  readonly type: 'track' | 'page' | 'screen' | 'identify' | 'group' | 'alias'
  readonly messageId: string
  /** ISO 8601 in UTC. */
  readonly timestamp: string
  readonly anonymousId?: string
  readonly userId?: string
  /** Of track. */
  readonly event?: string
  /** Of page and screen. */
  readonly name?: string
  readonly category?: string
  /** Of track, page and screen. */
  readonly properties?: JsonObject
  /** Of identify and group. */
  readonly traits?: JsonObject
  readonly groupId?: string
  /** Of alias: the id that `userId` replaces. */
  readonly previousId?: string
  readonly context: JsonObject
}

export type MessageBody = Omit<SegmentMessage, 'messageId' | 'timestamp'>

/** What was done to a message on its way, for whoever wants to count it. The receiver does not see this. */
export type Trouble = 'late' | 'out_of_order' | 'duplicate' | 'malformed'

/** One message reaching the collector. Instants are milliseconds since 1970. */
export interface Arrival {
  readonly message: SegmentMessage
  /** When it happened by the sender's clock, which is what `message.timestamp` says unless that was damaged. */
  readonly happenedAt: number
  /** When it reaches the collector. Arrivals are in order of this instant. */
  readonly arrivesAt: number
  readonly trouble?: Trouble
}
