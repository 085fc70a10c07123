import {
  coversReads,
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
import {
  emptyParts,
  MOST_ROWS,
  type Hot,
  type NumbersByProfile,
  type ProfileParts,
} from './evaluation.ts'
import type { Program } from './program.ts'
import { readsOfAll } from './readProfiles.ts'
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
  /** Those whose evidence was read for less than is looked at now: who they are and what they are members of is still true of them. */
  private outdated = new Map<bigint, Hot>()
  private facts = 0
  private owners = new Map<bigint, bigint>()
  private program: Program | undefined
  private zone = ''
  /** How often what was being read just then became void. */
  generation = 0
  private readonly mostFacts: number

  constructor(mostFacts = MOST_FACTS) {
    this.mostFacts = mostFacts
  }

  /** To be called first in each tick. Evidence that was read for another program is kept as long as this one looks at nothing more. */
  serve(program: Program, zone: string, at: number): void {
    if (program === this.program && zone === this.zone) return
    const isEnough =
      this.program !== undefined &&
      zone === this.zone &&
      readsAtMost(program, this.program, zone, at)
    this.program = program
    this.zone = zone
    if (!isEnough) this.outdate()
  }

  /** Whether this is the program that profiles have to be read for to be kept. */
  isFor(program: Program): boolean {
    return program === this.program
  }

  /** What is known of a profile, and what has come from it since; `undefined` when it isn't known. Of one that is new there is nothing else. */
  get(profile: bigint, news: readonly News[], reads: Reads): Hot | undefined {
    const hot = this.known(profile) ?? newcomer(profile, news)
    if (hot === undefined) return undefined
    for (const { identified } of news)
      if (identified !== undefined) this.addNodes(hot.evidence, identified)
    if (this.outdated.has(profile)) return undefined
    for (const { message } of news) addMessage(hot.evidence, message, reads)
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

  /** Somebody whose evidence is to be read again, and nothing else. */
  remembered(profile: bigint): Hot | undefined {
    return this.outdated.get(profile)
  }

  keep(profile: bigint, hot: Hot): void {
    const { events, traits, seenAt } = hot.evidence
    if (this.facts >= this.mostFacts / 2) {
      for (const gone of [this.old, this.outdated])
        for (const [owner, { evidence }] of gone)
          if (!this.young.has(owner)) for (const node of evidence.nodes) this.owners.delete(node)
      this.old = this.young
      this.young = new Map()
      this.outdated = new Map()
      this.facts = 0
    }
    this.outdated.delete(profile)
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
    { profileId, nodes, kinds, identifiers }: ProfileParts,
    { nodes: more }: Assigned,
  ): void {
    for (const { node, kind } of more) {
      if (nodes.includes(node)) continue
      nodes.push(node)
      kinds.push(kind)
      identifiers[kind] = (identifiers[kind] ?? 0) + 1
      this.owners.set(node, profileId)
    }
  }

  /** A change stands on record. */
  note(profile: bigint, audience: number, entered: boolean): void {
    const members = this.known(profile)?.members
    if (entered) members?.add(audience)
    else members?.delete(audience)
  }

  /**
   * The record of these audiences has changed by another way than a tick's, which `recorded` reads for some profiles. What is being read meanwhile
   * is void. Whoever is not told about, because that failed, is forgotten with all others.
   */
  async correct(
    audiences: Iterable<number>,
    recorded: (profiles: readonly bigint[]) => Promise<NumbersByProfile>,
  ): Promise<void> {
    this.generation++
    const profiles = [this.young, this.old, this.outdated].flatMap((some) => [...some.keys()])
    const members = await recorded(profiles)
    for (const profile of profiles)
      for (const audience of audiences)
        this.note(profile, audience, members.get(profile)?.has(audience) === true)
  }

  forget(profile: bigint): void {
    for (const node of this.known(profile)?.evidence.nodes ?? []) this.owners.delete(node)
    for (const some of [this.young, this.old, this.outdated]) some.delete(profile)
  }

  clear(): void {
    this.young = new Map()
    this.old = new Map()
    this.outdated = new Map()
    this.owners = new Map()
    this.facts = 0
    this.generation++
  }

  private known(profile: bigint): Hot | undefined {
    return this.young.get(profile) ?? this.old.get(profile) ?? this.outdated.get(profile)
  }

  private outdate(): void {
    const all = [...this.outdated, ...this.old, ...this.young]
    this.outdated = new Map(all.map(([profile, hot]) => [profile, withoutEvidence(hot)]))
    this.young = new Map()
    this.old = new Map()
    this.facts = 0
  }
}

/** Whether a program looks at nothing of anybody that another does not look at. */
const readsAtMost = (program: Program, other: Program, zone: string, at: number): boolean =>
  coversReads(readsOfAll(other, zone, at), readsOfAll(program, zone, at)) &&
  (program.onAccounts.size === 0 || other.onAccounts.size > 0)

const withoutEvidence = ({ evidence, members, isLinked }: Hot): Hot => {
  const { profileId, nodes, kinds, identifiers } = evidence
  return { evidence: { ...emptyParts(profileId), nodes, kinds, identifiers }, members, isLinked }
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
