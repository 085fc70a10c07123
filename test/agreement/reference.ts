import {
  compileIdentifierRules,
  defaultIdentityLimits,
  evaluate,
  readMessage,
  referenceHistory,
  type AccountEvidence,
  type Definition,
  type Evidence,
  type Identifier,
  type Message,
  type TraitExpression,
  type World,
} from '@muster/core'
import { accountsAt, type HistoryStep } from '@muster/core'
import type { Step } from './history.ts'

/** What the rules say after the steps taken so far. Profiles are told by their identifiers, since numbers are the engine's own. */
export interface Reference {
  readonly take: (step: Step, now: number) => void
  /** The whole world as the steps have left it. */
  readonly read: () => ReferenceWorld
  /** Whether a call for an account is dated so near that it could be before or behind a removal now. */
  readonly isGroupedAbout: (account: string, now: number) => boolean
}

export interface ReferenceProfile {
  /** The identifiers, sorted, in one text. */
  readonly key: string
  readonly identifiers: readonly Identifier[]
  readonly evidence: Evidence
}

export interface ReferenceWorld {
  readonly profiles: readonly ReferenceProfile[]
  /** The live audiences, by id. */
  readonly live: ReadonlyMap<string, Definition>
  /** The keys of those for whom the definition holds at an instant; `numbers` gives profiles the engine's numbers, which shares hash. */
  readonly members: (
    definition: Definition,
    at: number,
    numbers: ReadonlyMap<string, bigint>,
  ) => ReadonlySet<string>
}

/** A listed identifier is a profile's though no message has it: it is resolved like one that lies ahead of everything. */
const NEVER = 250_000_000_000_000
/** So far may the engine's own time be ahead of a clock that stands still. */
const DRIFT = 10_000

export const keyOfAll = (identifiers: readonly Identifier[]): string =>
  identifiers
    .map(({ kind, value }) => `${kind}=${value}`)
    .sort()
    .join(' ')

export function createReference(zone: string): Reference {
  const rules = compileIdentifierRules({})
  const steps: HistoryStep[] = []
  const computedTraits = new Map<string, TraitExpression>()
  const audiences = new Map<string, { readonly definition: Definition; readonly isLive: boolean }>()
  const lists = new Map<string, Set<string>>()
  const plain = ({ kind, value }: Identifier): string => `${kind}=${value}`
  const understood = (raw: Parameters<typeof readMessage>[0], now: number): Message | undefined => {
    const read = readMessage(raw, {
      receivedAt: now,
      newMessageId: '',
      byteLength: 1,
      identifierRules: rules,
    })
    return read.ok ? read.message : undefined
  }
  const historySoFar = () => referenceHistory(steps, defaultIdentityLimits)

  const take = (step: Step, now: number): void => {
    switch (step.do) {
      case 'send':
        steps.push(
          ...step.messages
            .map((raw) => understood(raw, now))
            .filter((message) => message !== undefined),
        )
        return
      case 'merge':
        steps.push({ kind: 'merge', one: step.one, other: step.other })
        return
      case 'unmerge':
        steps.push({ kind: 'unmerge', of: step.of, groups: step.groups })
        return
      case 'leave': {
        // The removal belongs to the profile's oldest identifier, should the profile be taken apart.
        const { graph } = historySoFar()
        const node = graph.nodeOf(step.of)
        if (node === undefined) return
        const [oldest] = [...graph.members(node.profile)].sort((a, b) => (a.node < b.node ? -1 : 1))
        steps.push({
          kind: 'removal',
          messageId: `removal-${steps.length}`,
          timestamp: now,
          of: oldest?.identifier ?? step.of,
          groupId: step.account,
        })
        return
      }
      case 'list': {
        const listed = lists.get(step.list) ?? new Set()
        lists.set(step.list, listed)
        for (const identifier of step.identifiers) {
          steps.push(listing(identifier, `list-${steps.length}`))
          if (step.present) listed.add(plain(identifier))
          else listed.delete(plain(identifier))
        }
        return
      }
      case 'create':
      case 'edit': {
        const isLive = audiences.get(step.id)?.isLive ?? true
        audiences.set(step.id, { definition: step.definition, isLive })
        return
      }
      case 'archive':
      case 'revive': {
        const known = audiences.get(step.id)
        if (known !== undefined) audiences.set(step.id, { ...known, isLive: step.do === 'revive' })
        return
      }
      case 'define':
        computedTraits.set(step.name, step.expression)
        return
      case 'clock':
      case 'restart':
      case 'check':
        return
    }
  }

  const read = (): ReferenceWorld => {
    const { graph, evidence, accountTraits } = historySoFar()
    const profiles = [...evidence].map(([profile, its]): ReferenceProfile => {
      const identifiers = graph.members(profile).map((node) => node.identifier)
      const on = [...lists].filter(([, listed]) =>
        identifiers.some((identifier) => listed.has(plain(identifier))),
      )
      return {
        key: keyOfAll(identifiers),
        identifiers,
        evidence: { ...its, lists: on.map(([list]) => list) },
      }
    })
    const accountAt = (at: number): World['account'] => {
      const known = new Map<string, AccountEvidence>()
      return (id) => {
        const found = known.get(id) ?? {
          id,
          events: profiles
            .filter((profile) => accountsAt(profile.evidence, at).includes(id))
            .flatMap((profile) => profile.evidence.events),
          traits: accountTraits.get(id) ?? [],
        }
        known.set(id, found)
        return found
      }
    }
    const audience = (id: string): Definition => {
      const found = audiences.get(id)
      if (found === undefined) throw new Error(`no audience ${id}`)
      return found.definition
    }
    return {
      profiles,
      live: new Map(
        [...audiences]
          .filter(([, { isLive }]) => isLive)
          .map(([id, { definition }]) => [id, definition]),
      ),
      members: (definition, at, numbers) => {
        const world: World = {
          ...{ at, zone, audience, account: accountAt(at) },
          computedTrait: (name) => computedTraits.get(name),
        }
        const holding = profiles.filter(({ key, evidence }) =>
          evaluate(definition, { ...evidence, profileId: numbers.get(key) ?? 0n }, world),
        )
        return new Set(holding.map(({ key }) => key))
      },
    }
  }

  return {
    take,
    read,
    isGroupedAbout: (account, now) =>
      steps.some(
        (step) =>
          step.kind === 'group' &&
          step.groupId === account &&
          Math.abs(step.timestamp - now) < DRIFT,
      ),
  }
}

const listing = (identifier: Identifier, messageId: string): Message => ({
  kind: 'identify',
  messageId,
  timestamp: NEVER,
  receivedAt: NEVER,
  event: '',
  properties: {},
  traits: {},
  context: {},
  groupId: '',
  identifiers: [identifier],
})
