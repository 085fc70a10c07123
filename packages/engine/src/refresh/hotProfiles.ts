import {
  byTimeThenId,
  coversReads,
  encodeContext,
  encodeValue,
  readsOf,
  selectsName,
  type EventFact,
  type Json,
  type JsonObject,
  type Message,
  type Ordered,
  type Reads,
} from '@muster/core'
import { noContext, storedName, storedObject, storedValue } from '../read/storedValues.ts'
import type { Assigned } from '../record/record.ts'
import { emptyParts, MOST_ROWS, type Hot, type Look, type ProfileParts } from './evaluation.ts'
import { KnownNodes, type Nodes } from './knownNodes.ts'
import type { InForce, Program } from './program.ts'
import { readsOfAll } from './readProfiles.ts'
import { newsOf, type News, type Touches } from './touches.ts'

/**
 * Facts of about 250 bytes: 600 MB. Twenty thousand visitors at a time have a fifth as many, and those who left short windows lately as many
 * again; whoever is forgotten while still in the shop is read again with each step.
 */
const MOST_FACTS = 2_500_000

/**
 * Profiles that were looked at lately, with their evidence: somebody who does something does more soon, and leaves short windows soon. What is
 * read for one program stays true for it, since windows only move on; new messages are added as they come. When another program is evaluated, what
 * is here serves those of its audiences that look at no more. Whoever changes evidence in another way (identities, lists, accounts, another process)
 * has to make it forgotten.
 */
export class HotProfiles {
  private young = new Map<bigint, Hot>()
  private old = new Map<bigint, Hot>()
  private facts = 0
  private owners = new Map<bigint, bigint>()
  private program: Program | undefined
  private zone = ''
  /** By the program that profiles were read for, the audiences of this one that look at more. */
  private lacking = new Map<Program, ReadonlySet<number>>()
  /** How often what was being read just then became void. */
  generation = 0
  private readonly mostFacts: number
  private readonly others: KnownNodes

  /** `others` knows the identifiers of who is not here. */
  constructor(others = new KnownNodes(), mostFacts = MOST_FACTS) {
    this.others = others
    this.mostFacts = mostFacts
  }

  /** What was touched, before anything is told by what was known of it. */
  hear(touches: Touches): void {
    for (const [profile, all] of touches) {
      const news = newsOf(all)
      if (news === undefined) this.forget(profile)
      for (const { identified } of news ?? [])
        if (identified !== undefined) this.others.add(profile, identified)
    }
  }

  /** To be called first in each tick. In another zone all days begin at another time, so everybody is forgotten. */
  serve(program: Program, zone: string, at: number): void {
    if (zone !== this.zone) this.clear()
    const before = this.program
    this.program = program
    this.zone = zone
    if (program === before) return
    this.lacking = new Map()
    this.generation++
    if (before !== undefined && lookingAtMore(before, program, zone, at).size > 0)
      this.expectLess(program, at)
  }

  /** What comes from now on is added only as far as this program looks at it, so whoever was read for more is no longer known that well. */
  private expectLess(program: Program, at: number): void {
    for (const some of [this.young, this.old])
      for (const [profile, hot] of some)
        if (this.lackingOf(hot.readFor, at).size > 0) this.drop(profile)
        else some.set(profile, { ...hot, readFor: program })
  }

  /**
   * What is known of a profile, and what has come from it since; `undefined` when that isn't all that the audiences with these numbers look at. Of
   * one that is new there is nothing else.
   */
  get(profile: bigint, { news, numbers }: HotLook, reads: Reads, at: number): Hot | undefined {
    const hot = this.known(profile) ?? this.newcomer(profile, news)
    if (hot === undefined) return undefined
    for (const { message, identified } of news) {
      if (identified !== undefined) this.addNodes(hot.evidence, identified)
      addMessage(hot.evidence, message, reads)
    }
    if (hot.evidence.events.length > MOST_ROWS) {
      this.drop(profile)
      return undefined
    }
    const isYoung = this.young.has(profile)
    this.old.delete(profile)
    if (isYoung) this.facts += news.length
    else this.put(profile, hot)
    const lacking = this.lackingOf(hot.readFor, at)
    return lacking.size > 0 && [...numbers].some((number) => lacking.has(number)) ? undefined : hot
  }

  /** Who somebody is, which is true whatever is evaluated; `undefined` when it has to be asked. */
  nodesOf(profile: bigint): Nodes | undefined {
    return this.known(profile)?.evidence ?? this.others.of(profile)
  }

  /** Whoever is here. */
  known(profile: bigint): Hot | undefined {
    return this.young.get(profile) ?? this.old.get(profile)
  }

  /** Whether everything is known of a profile that any audience looks at. */
  isWhole(profile: bigint, at: number): boolean {
    const hot = this.known(profile)
    return hot !== undefined && this.lackingOf(hot.readFor, at).size === 0
  }

  /** Somebody was read. */
  keep(profile: bigint, hot: Hot): void {
    this.put(profile, hot)
    this.others.learn(profile, hot.evidence)
  }

  private put(profile: bigint, hot: Hot): void {
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

  /** Not even its identifiers are certain. */
  forget(profile: bigint): void {
    this.drop(profile)
    this.others.forget(profile)
  }

  private drop(profile: bigint): void {
    for (const some of [this.young, this.old]) {
      for (const node of some.get(profile)?.evidence.nodes ?? []) this.owners.delete(node)
      some.delete(profile)
    }
  }

  clear(): void {
    this.young = new Map()
    this.old = new Map()
    this.owners = new Map()
    this.facts = 0
    this.generation++
  }

  private newcomer(profile: bigint, news: readonly News[]): Hot | undefined {
    return this.program !== undefined && news.some(({ identified }) => identified?.isNew === true)
      ? {
          evidence: emptyParts(profile),
          isLinked: false,
          readFor: this.program,
        }
      : undefined
  }

  private lackingOf(readFor: Program, at: number): ReadonlySet<number> {
    if (this.program === undefined || readFor === this.program) return NONE
    const known = this.lacking.get(readFor) ?? lookingAtMore(this.program, readFor, this.zone, at)
    this.lacking.set(readFor, known)
    return known
  }
}

/** What is new of a profile, and the audiences to evaluate for it. */
type HotLook = Pick<Look, 'numbers'> & { readonly news: readonly News[] }

const NONE: ReadonlySet<number> = new Set()

/** The audiences of a program that look at something of somebody that another program does not look at. */
function lookingAtMore(
  { audiences, onAccounts, vocabulary }: Program,
  other: Program,
  zone: string,
  at: number,
): ReadonlySet<number> {
  const known = readsOfAll(other, zone, at)
  const isMore = ({ number, definition }: InForce): boolean =>
    !coversReads(known, readsOf([definition], { at, zone, ...vocabulary })) ||
    (onAccounts.has(number) && other.onAccounts.size === 0)
  return new Set(audiences.filter(isMore).map(({ number }) => number))
}

/** Adds what a message tells to evidence, in the form in which it is read back from the warehouse. */
function addMessage(
  { seenAt, events, traits }: ProfileParts,
  message: Message,
  reads: Reads,
): void {
  const { messageId, timestamp: at, event: name } = message
  if (reads.seen) seenAt.push(at)
  const isRead = reads.events.some(({ selector }) => selectsName(selector, name))
  if (isRead) addInOrder(events, eventFact(message, reads))
  if (message.kind !== 'identify') return
  const read = Object.entries(message.traits).filter(([key]) => reads.traits.includes(key))
  if (read.length === 0) return
  const values = read.map(([key, value]) => [key, stored(value)] as const)
  addInOrder(traits, { at, messageId, traits: Object.fromEntries(values) })
}

/** Unless it is there: it may have been read from the warehouse before word of it came. */
function addInOrder<Fact extends Ordered>(facts: Fact[], fact: Fact): void {
  const before = facts.findLastIndex((other) => byTimeThenId(other, fact) <= 0)
  const last = facts[before]
  if (last === undefined || byTimeThenId(last, fact) < 0) facts.splice(before + 1, 0, fact)
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
