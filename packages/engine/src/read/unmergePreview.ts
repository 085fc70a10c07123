import {
  accountsAt,
  judge,
  references,
  withReferred,
  type AccountEvidence,
  type Evidence,
  type Identifier,
} from '@muster/core'
import type { UnmergePreview } from './profilesApi.ts'
import { meaningsOf, readLibrary } from '../library/library.ts'
import type { Metadata } from '../metadata/metadata.ts'
import { done, type Outcome } from '../metadata/outcome.ts'
import { planUnmerge } from '../resolve/decisions.ts'
import { identityOf } from '../resolve/identityOf.ts'
import type { Warehouse } from '../warehouse/warehouse.ts'
import { accountEvidenceAmong, membersAt } from './accountEvidenceOf.ts'
import { evidenceOfNodes } from './evidenceOf.ts'
import { nodesOf } from './nodesOf.ts'

export interface UnmergePreviewDeps {
  readonly warehouse: Warehouse
  readonly metadata: Metadata
  readonly zone: string
  readonly clock: () => number
}

/** So many names of events are told of each profile. */
const MOST_NAMES = 5

interface Part {
  readonly profile: bigint
  readonly nodes: readonly bigint[]
  readonly evidence: Evidence
}

/**
 * What taking a profile apart would come to: the evidence is split as its identifiers would be, and every live audience is evaluated on each part, by the
 * reference evaluator. Nothing is changed.
 */
export async function unmergePreview(
  deps: UnmergePreviewDeps,
  profile: bigint,
  groups: readonly (readonly Identifier[])[],
): Promise<Outcome<UnmergePreview, string>> {
  const { warehouse, metadata, zone } = deps
  const at = deps.clock()
  const plan = await planUnmerge(metadata.db, { profile, groups, by: 'preview', at })
  if (!plan.ok) return { ok: false, error: plan.issue }
  const [effect] = plan.effects
  const partOf = async (id: bigint, nodes: readonly bigint[]): Promise<Part> => ({
    ...{ profile: id, nodes },
    evidence: await evidenceOfNodes(warehouse, id, nodes, at),
  })
  const [whole, parts, library, identity] = await Promise.all([
    partOf(
      profile,
      effect.groups.flatMap(({ nodes }) => nodes),
    ),
    Promise.all(effect.groups.map((group) => partOf(group.profile, group.nodes))),
    readLibrary(metadata),
    identityOf(metadata.db, profile),
  ])

  const meanings = meaningsOf(library)
  const live = library.audiences.filter(({ state }) => state === 'live')
  const definitions = live.map(({ id }) => meanings.audience(id))
  const takesAccounts = withReferred(definitions, meanings).some((part) => references(part).account)
  const accountsWith = (among: readonly Part[]) =>
    takesAccounts
      ? accountsOf(warehouse, profile, among, at)
      : Promise.resolve(new Map<string, AccountEvidence>())
  const [accountsNow, accountsThen] = await Promise.all([
    accountsWith([whole]),
    accountsWith(parts),
  ])
  const audiencesOf = (evidence: Evidence, accounts: ReadonlyMap<string, AccountEvidence>) => {
    const account = (id: string): AccountEvidence => {
      const known = accounts.get(id)
      if (known === undefined) throw new Error(`the evidence of account ${id} was not read`)
      return known
    }
    const holds = judge(evidence, { at, zone, ...meanings, account })
    return live
      .filter(({ id }) => holds(meanings.audience(id)))
      .map(({ id, name }) => ({ id, name }))
  }
  const identifiers = new Map(
    identity?.identifiers.map(({ node, identifier }) => [node, identifier]),
  )
  return done({
    at,
    profiles: parts.map(({ profile: id, nodes, evidence }) => {
      const times = evidence.events.map((event) => event.at)
      return {
        ...{ profile: id, isNew: id !== profile },
        identifiers: nodes.flatMap((node) => identifiers.get(node) ?? []),
        events: times.length,
        eventNames: commonest(evidence),
        firstEventAt: times.length === 0 ? undefined : times.reduce((a, b) => Math.min(a, b)),
        lastEventAt: times.length === 0 ? undefined : times.reduce((a, b) => Math.max(a, b)),
        audiences: audiencesOf(evidence, accountsThen),
      }
    }),
    audiencesNow: audiencesOf(whole.evidence, accountsNow),
  })
}

/** The accounts that any of the parts has, or had, a link to, if the profile were these parts: a part brings its events to an account only by its own links. */
async function accountsOf(
  warehouse: Warehouse,
  profile: bigint,
  parts: readonly Part[],
  at: number,
): Promise<ReadonlyMap<string, AccountEvidence>> {
  const ids = new Set(
    parts.flatMap(({ evidence }) => evidence.accounts.map(({ accountId }) => accountId)),
  )
  const accounts = new Map<string, AccountEvidence>()
  for (const id of ids) {
    const others = (await membersAt(warehouse, id, at)).filter((member) => member !== profile)
    const { nodes } = await nodesOf(warehouse, others)
    const own = parts.filter(({ evidence }) => accountsAt(evidence, at).includes(id))
    const all = [...nodes, ...own.flatMap((part) => part.nodes)]
    accounts.set(id, await accountEvidenceAmong(warehouse, id, all, at))
  }
  return accounts
}

function commonest({ events }: Evidence): UnmergePreview['profiles'][number]['eventNames'] {
  const counts = new Map<string, number>()
  for (const { name } of events) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts]
    .map(([name, count]) => ({ name, count }))
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1))
    .slice(0, MOST_NAMES)
}
