import {
  encodeContext,
  encodeValue,
  selectsName,
  type EventFact,
  type Json,
  type JsonObject,
  type Message,
  type Reads,
} from '@muster/core'
import { noContext, storedName, storedObject, storedValue } from '../read/storedValues.ts'
import type { Assigned } from '../record/record.ts'
import { emptyParts, MOST_ROWS, type Hot, type ProfileParts } from './evaluation.ts'
import type { News } from './touches.ts'

/**
 * Facts of about 250 bytes: 600 MB. Twenty thousand visitors at a time have a fifth as many, and those who left short windows lately as many
 * again; whoever is forgotten while still in the shop is read again with each step.
 */
const MOST_FACTS = 2_500_000

/**
 * Profiles that were looked at lately, with their evidence: somebody who does something does more soon, and leaves short windows soon. What is
 * read for one program stays true for it, since windows only move on; new messages are added as they come. Whoever changes evidence in another
 * way (identities, lists, accounts, another process) has to make it forgotten.
 */
export class HotProfiles {
  private young = new Map<bigint, Hot>()
  private old = new Map<bigint, Hot>()
  private facts = 0
  private owners = new Map<bigint, bigint>()
  private purpose: unknown
  /** How often everybody was forgotten. */
  generation = 0
  private zone = ''
  private readonly mostFacts: number

  constructor(mostFacts = MOST_FACTS) {
    this.mostFacts = mostFacts
  }

  /** To be called first in each tick: forgets everything that was read for another program or another zone. */
  serve(purpose: unknown, zone: string): void {
    if (purpose === this.purpose && zone === this.zone) return
    this.purpose = purpose
    this.zone = zone
    this.clear()
  }

  /** What is known of a profile, and what has come from it since; `undefined` when it isn't known. Of one that is new there is nothing else. */
  get(profile: bigint, news: readonly News[], reads: Reads): Hot | undefined {
    const hot = this.young.get(profile) ?? this.old.get(profile) ?? newcomer(profile, news)
    if (hot === undefined) return undefined
    for (const { message, identified } of news) {
      if (identified !== undefined) this.addNodes(hot.evidence, identified)
      addMessage(hot.evidence, message, reads)
    }
    if (hot.evidence.events.length > MOST_ROWS) {
      this.forget(profile)
      return undefined
    }
    const isYoung = this.young.has(profile)
    this.old.delete(profile)
    if (isYoung) this.facts += news.length
    else this.keep(profile, hot)
    return hot
  }

  has(profile: bigint): boolean {
    return this.young.has(profile) || this.old.has(profile)
  }

  keep(profile: bigint, hot: Hot): void {
    const { events, traits, seenAt } = hot.evidence
    if (this.facts >= this.mostFacts / 2) {
      for (const [owner, { evidence }] of this.old)
        if (!this.young.has(owner)) for (const node of evidence.nodes) this.owners.delete(node)
      this.old = this.young
      this.young = new Map()
      this.facts = 0
    }
    this.young.set(profile, hot)
    this.facts += events.length + traits.length + seenAt.length
    for (const node of hot.evidence.nodes) this.owners.set(node, profile)
  }

  /** The owner of a node, when it is somebody who is known here. */
  ownerOf(node: bigint): bigint | undefined {
    return this.owners.get(node)
  }

  /** They may have been read from the warehouse before word of them came. */
  private addNodes(
    { profileId, nodes, identifiers }: ProfileParts,
    { nodes: more }: Assigned,
  ): void {
    for (const { node, kind } of more) {
      if (nodes.includes(node)) continue
      nodes.push(node)
      identifiers[kind] = (identifiers[kind] ?? 0) + 1
      this.owners.set(node, profileId)
    }
  }

  /** A change stands on record. */
  note(profile: bigint, audience: number, entered: boolean): void {
    const members = (this.young.get(profile) ?? this.old.get(profile))?.members
    if (entered) members?.add(audience)
    else members?.delete(audience)
  }

  forget(profile: bigint): void {
    for (const known of [this.young, this.old]) {
      for (const node of known.get(profile)?.evidence.nodes ?? []) this.owners.delete(node)
      known.delete(profile)
    }
  }

  clear(): void {
    this.young = new Map()
    this.old = new Map()
    this.owners = new Map()
    this.facts = 0
    this.generation++
  }
}

const newcomer = (profile: bigint, news: readonly News[]): Hot | undefined =>
  news.some(({ identified }) => identified?.isNew === true)
    ? { evidence: emptyParts(profile), members: new Set(), isLinked: false }
    : undefined

/** Adds what a message tells to evidence, in the form in which it is read back from the warehouse. */
function addMessage(
  { seenAt, events, traits }: ProfileParts,
  message: Message,
  reads: Reads,
): void {
  const { messageId, timestamp: at, event: name } = message
  if (reads.seen) seenAt.push(at)
  const isRead = reads.events.some(({ selector }) => selectsName(selector, name))
  // It may have been read from the warehouse before word of it came.
  const isKnown = events.some((event) => event.at === at && event.messageId === messageId)
  if (isRead && !isKnown) events.push(eventFact(message, reads))
  if (message.kind !== 'identify') return
  const read = Object.entries(message.traits).filter(([key]) => reads.traits.includes(key))
  for (const [key, value] of read)
    traits.push({ at, messageId, traits: Object.fromEntries([[key, stored(value)]]) })
}

const eventFact = (message: Message, reads: Reads): EventFact => ({
  at: message.timestamp,
  messageId: message.messageId,
  name: storedName(message.event),
  properties: propertiesOf(message.properties, reads.properties),
  context: reads.context ? storedObject(encodeContext(message.context)) : noContext,
})

const propertiesOf = (properties: JsonObject, keys: readonly string[]): JsonObject =>
  Object.fromEntries(
    keys
      .filter((key) => Object.hasOwn(properties, key))
      .map((key): [string, Json] => [key, stored(properties[key])])
      .filter(([, value]) => value !== null),
  )

/** A value as it comes back from the warehouse; null when nothing is stored. */
function stored(value: Json | undefined): Json {
  const text = encodeValue(value)
  return text === undefined ? null : storedValue(text)
}
