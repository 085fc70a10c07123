import { readMessage, type IdentifierRules, type Message } from '@muster/core'
import type { IngestCall, Reject, RejectedMessage } from './ingestApi.ts'
import type { RejectStore } from './rejectStore.ts'

/** A call's messages, those that are taken and those that are not. */
export interface ReadCall {
  readonly messages: readonly Message[]
  /** As the sender is told of them. */
  readonly rejected: readonly RejectedMessage[]
  /** The same ones, as they are kept. */
  readonly rejects: readonly Omit<Reject, 'state'>[]
}

export interface ReadCallDeps {
  readonly identifierRules: () => IdentifierRules
  readonly newId: () => string
  readonly rejects: Pick<RejectStore, 'newId'>
}

/** Checks each message of a call. `receivedAt` in milliseconds since 1970 UTC. */
export function readCall(call: IngestCall, receivedAt: number, deps: ReadCallDeps): ReadCall {
  const { kind, limits, sentAt, source } = call
  const shared = {
    ...(kind === undefined ? {} : { kind }),
    ...(limits === undefined ? {} : { limits }),
    ...(sentAt === undefined ? {} : { sentAt }),
    receivedAt,
    identifierRules: deps.identifierRules(),
  }
  const messages: Message[] = []
  const rejected: RejectedMessage[] = []
  const rejects: Omit<Reject, 'state'>[] = []
  call.messages.forEach((body, index) => {
    const byteLength = call.byteLengths[index] ?? 0
    const read = readMessage(body, { ...shared, byteLength, newMessageId: deps.newId() })
    if (read.ok) {
      messages.push(read.message)
      return
    }
    const id = deps.rejects.newId(receivedAt)
    rejected.push({ index, ...read.rejection, rejectId: id })
    rejects.push({ id, ...read.rejection, receivedAt, body, source })
  })
  return { messages, rejected, rejects }
}
