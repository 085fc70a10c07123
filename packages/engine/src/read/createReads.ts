import {
  describe,
  references,
  render,
  sql,
  type Definition,
  type IdentifierRules,
  type Sql,
} from '@muster/core'
import type { CatalogueReport } from '../catalogue/catalogueApi.ts'
import type { AudiencesApi, AudienceView, Latency } from '../library/audiencesApi.ts'
import type { ChangesApi } from './changesApi.ts'
import type { ProfilesApi } from './profilesApi.ts'
import { checkAgainst, meaningsOf, readLibrary } from '../library/library.ts'
import { faultOf, namesOf } from '../library/audiences.ts'
import type { Audience } from '../metadata/audience/audience.ts'
import { readProgress } from '../metadata/audience/progress.ts'
import { getAudience } from '../metadata/audience/readAudiences.ts'
import type { Metadata } from '../metadata/metadata.ts'
import { done, refused, type Outcome } from '../metadata/outcome.ts'
import type { EvaluationContext } from '../refresh/evaluation.ts'
import type { Resolver } from '../resolve/createResolver.ts'
import { loadNodes } from '../resolve/loadIdentity.ts'
import type { CatalogueKeeper } from '../catalogue/createCatalogue.ts'
import type { RecentChanges } from '../refresh/recentChanges.ts'
import { changesPage } from './changesPage.ts'
import { explainAt } from './explainAt.ts'
import { latencies } from './latencies.ts'
import { remember, whileSame } from './remember.ts'
import { membersPage } from './membersPage.ts'
import { preview } from './preview.ts'
import { profileWhole } from './profileWhole.ts'
import { createCurrentSizes, sizes } from './sizes.ts'
import { unmergePreview } from './unmergePreview.ts'

export interface ReadsDeps extends EvaluationContext {
  readonly metadata: Metadata
  readonly resolver: Resolver
  readonly catalogue: Pick<CatalogueKeeper, 'forCheck'>
  readonly clock: () => number
  readonly identifierRules: () => IdentifierRules
  readonly lastSeq: () => bigint
  readonly recent: RecentChanges['after']
  /** The instant up to which memberships are true. */
  readonly watermark: () => number | undefined
}

export interface Reads {
  readonly audiences: Pick<
    AudiencesApi,
    'get' | 'list' | 'preview' | 'members' | 'sizes' | 'explain'
  >
  readonly profiles: Pick<ProfilesApi, 'find' | 'get' | 'identity' | 'previewUnmerge'>
  readonly changes: ChangesApi['page']
  readonly viewOf: (
    outcome: Promise<Outcome<Audience, string>>,
  ) => Promise<Outcome<AudienceView, string>>
  readonly counts: () => Promise<{ readonly profiles: number; readonly messages: number }>
  readonly latency: () => Promise<Latency | undefined>
  readonly identifierKinds: () => Promise<CatalogueReport['identifierKinds']>
}

const DEFAULT_SAMPLE = 10
const monotonic = (): number => performance.now()
/** Both read all changes, and a screen asks for them again and again. Milliseconds. */
const SIZES_FOR = 200
const LATENCIES_FOR = 2_000

/** Everything that is asked of the stores and changes nothing. */
export function createReads(deps: ReadsDeps): Reads {
  const { warehouse, metadata, resolver, clock } = deps
  const unknown = (id: string) =>
    refused('unknown_audience', ['id'], `There is no audience "${id}". Check the id.`)

  const views = async (audiences: readonly Audience[]): Promise<readonly AudienceView[]> => {
    if (audiences.length === 0) return []
    const refersToOthers = audiences.some(
      (audience) => references(definitionIn(audience)).audiences.length > 0,
    )
    const [sizeOf, late, progress, others] = await Promise.all([
      sizesNow(),
      latenciesNow(),
      readProgress(metadata.db),
      // All definitions, of which nothing but the names is wanted: pages ask for one audience again and again while it is computed.
      refersToOthers ? readLibrary(metadata).then((library) => library.audiences) : [],
    ])
    return audiences.map((audience): AudienceView => {
      const row = progress.find((candidate) => candidate.audience === audience.number)
      const isInForce = row?.versionInForce !== null && row !== undefined
      return {
        audience,
        sentence: describe(definitionIn(audience), namesOf(others)),
        size: isInForce ? (sizeOf.get(audience.number)?.size ?? 0) : undefined,
        progress: {
          state: row?.backfill.state ?? 'none',
          versionInForce: row?.versionInForce ?? undefined,
          watermark: isInForce ? Math.max(row.watermark ?? 0, deps.watermark() ?? 0) : undefined,
          error: messageIn(row?.backfill.error),
        },
        latency: late.byAudience.get(audience.number),
        lastChangeAt: sizeOf.get(audience.number)?.lastChangeAt,
      }
    })
  }
  const sizesNow = remember(createCurrentSizes(warehouse), monotonic, SIZES_FOR)
  const latenciesNow = remember(() => latencies(warehouse, clock()), monotonic, LATENCIES_FOR)
  const count = async (statement: Sql): Promise<number> => {
    const [row] = await warehouse.query<{ readonly count: string }>(render(statement))
    return Number(row?.count ?? 0)
  }
  // Goes through all identifiers, and pages ask for it every second. Assignments are only ever added.
  const profilesNow = whileSame(
    () => count(sql`SELECT count() AS count FROM assignments`),
    () =>
      count(
        sql`SELECT groupBitmap(profile) AS count FROM (SELECT profile FROM assignments ORDER BY node, version DESC LIMIT 1 BY node)`,
      ),
  )
  const view = async (audience: Audience): Promise<AudienceView> => {
    const [made] = await views([audience])
    if (made === undefined) throw new Error('one audience has one view')
    return made
  }
  /** Everybody who has this as an identifier of any kind, or as their id. */
  const whoHas = async (value: string): Promise<readonly bigint[]> => {
    const kinds = await warehouse.query<{ readonly kind: string }>(
      render(sql`SELECT DISTINCT kind FROM assignments`),
    )
    const { normalise } = deps.identifierRules()
    const identifiers = kinds.flatMap(({ kind }) => {
      const normal = normalise(kind, value)
      return normal.usable ? [{ kind, value: normal.value }] : []
    })
    const nodes = await loadNodes(metadata.db, identifiers)
    const own = /^\d{1,18}$/.test(value) ? await resolver.currentProfile(BigInt(value)) : undefined
    return [
      ...new Set([...nodes.map(({ profile }) => profile), ...(own === undefined ? [] : [own])]),
    ]
  }
  const definitions = async () => {
    const library = await readLibrary(metadata)
    return { library, meanings: meaningsOf(library) }
  }

  return {
    audiences: {
      get: async (id) => {
        const audience = await getAudience(metadata.db, id)
        return audience && view(audience)
      },
      list: async ({ state, tag } = {}) => {
        const { audiences } = await readLibrary(metadata)
        return views(
          audiences.filter(
            (audience) =>
              (state === undefined || audience.state === state) &&
              (tag === undefined || audience.tags.includes(tag)),
          ),
        )
      },
      preview: async (wanted, { at = clock(), sample = DEFAULT_SAMPLE } = {}) => {
        const began = performance.now()
        const { library, meanings } = await definitions()
        const check = checkAgainst(library, wanted, deps.catalogue.forCheck())
        if (!check.ok) return faultOf(check)
        const { profiles, sized } = await preview(
          { ...contextOf(deps), metadata, meanings },
          [check.definition],
          { at, sample },
        )
        return done({
          size: sized[0]?.size ?? 0,
          sample: sized[0]?.sample ?? [],
          profiles,
          at,
          sentence: describe(check.definition, namesOf(library.audiences)),
          warnings: check.warnings,
          tookMs: performance.now() - began,
        })
      },
      members: async (id, { identifier, ...page }) => {
        const audience = await getAudience(metadata.db, id)
        if (audience === undefined) return unknown(id)
        const among = identifier === undefined ? undefined : await whoHas(identifier)
        const wanted = { ...page, ...(among !== undefined && { among }) }
        const { meanings } = await definitions()
        const needed = { ...contextOf(deps), metadata, clock, meanings }
        return done(await membersPage(needed, audience.number, wanted))
      },
      sizes: async (id, range) => {
        const audience = await getAudience(metadata.db, id)
        return audience === undefined ? unknown(id) : sizes(warehouse, audience.number, range)
      },
      explain: async (target, profile, at = clock()) => {
        const { library, meanings } = await definitions()
        if ('audience' in target && !library.definitions.has(target.audience))
          return unknown(target.audience)
        const check = checkAgainst(
          library,
          'audience' in target ? meanings.audience(target.audience) : target.definition,
          undefined,
        )
        if (!check.ok) return faultOf(check)
        const current = (await resolver.currentProfile(profile)) ?? profile
        const explanation = await explainAt(
          { warehouse, zone: deps.zone, meanings },
          check.definition,
          current,
          at,
        )
        return explanation === undefined
          ? refused('unknown_profile', ['profile'], `There is no profile ${profile}. Check the id.`)
          : done(explanation)
      },
    },
    profiles: {
      find: async (by) => {
        if ('profile' in by) return resolver.currentProfile(by.profile)
        const normal = deps.identifierRules().normalise(by.kind, by.value)
        return normal.usable
          ? resolver.profileOf([{ kind: by.kind, value: normal.value }])
          : undefined
      },
      get: async (profile, options) => {
        const current = await resolver.currentProfile(profile)
        if (current === undefined) return undefined
        const { library, meanings } = await definitions()
        const { computedTraits } = library
        const needed = { ...contextOf(deps), metadata, clock, meanings, computedTraits }
        return profileWhole(needed, current, options)
      },
      identity: (profile) => resolver.identityOf(profile),
      previewUnmerge: (profile, groups) =>
        unmergePreview({ warehouse, metadata, zone: deps.zone, clock }, profile, groups),
    },
    changes: (query) =>
      changesPage({ warehouse, metadata, lastSeq: deps.lastSeq, recent: deps.recent }, query),
    viewOf: async (outcome) => {
      const made = await outcome
      return made.ok ? done(await view(made.value)) : made
    },
    counts: async () => ({
      messages: await count(sql`SELECT count() AS count FROM messages`),
      profiles: await profilesNow(),
    }),
    latency: async () => (await latenciesNow()).overall,
    identifierKinds: async () => {
      const rows = await warehouse.query<{ kind: string; count: string }>(
        render(
          sql`SELECT kind, uniqExact(node) AS count FROM assignments GROUP BY kind ORDER BY count DESC, kind`,
        ),
      )
      return rows.map(({ kind, count }) => ({ kind, count: Number(count) }))
    },
  }
}

/** The zone may be changed while the engine runs, so it is read when it is needed. */
const contextOf = ({ warehouse, zone, promoted }: ReadsDeps): EvaluationContext => ({
  warehouse,
  zone,
  promoted,
})

// Only what has passed the check is ever stored.
const definitionIn = (audience: Audience): Definition =>
  audience.definition as unknown as Definition

const messageIn = (error: unknown): string | undefined =>
  typeof error === 'object' && error !== null && 'message' in error
    ? String(error.message)
    : undefined
