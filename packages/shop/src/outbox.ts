import type { MessageBody, SegmentMessage } from './message.ts'
import { iso } from './time.ts'
import type { DayNumber } from './time.ts'

export interface Sent {
  readonly at: number
  readonly message: SegmentMessage
}

/**
 * Collects what one person causes in one day, and numbers it. Message ids are unique by construction: they spell the
 * seed, the person, the day and the number.
 */
export class Outbox {
  readonly sent: Sent[] = []
  private readonly prefix: string

  constructor(seed: number, person: number, day: DayNumber) {
    this.prefix = `${seed.toString(36)}-${person.toString(36)}-${day.toString(36)}-`
  }

  send(at: number, body: MessageBody): void {
    const messageId = this.prefix + this.sent.length.toString(36)
    this.sent.push({ at, message: { ...body, messageId, timestamp: iso(at) } })
  }
}
