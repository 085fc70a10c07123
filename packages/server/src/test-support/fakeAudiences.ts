import { checkDefinition, stringifyJson } from '@muster/core'
import type { Definition, Json } from '@muster/core'
import type { AudiencesApi, AudienceView, ProfileWhole } from '@muster/engine'
import { done, refused } from './fakeOutcome.ts'

/** Audiences that are kept and not evaluated: everybody is a member of each. `isBroken` makes their store fail. */
export function fakeAudiences(
  whole: ReadonlyMap<bigint, ProfileWhole>,
  hasList: (id: string) => boolean,
  isBroken: () => boolean,
): AudiencesApi {
  const audiences = new Map<string, AudienceView>()
  const versions = new Map<string, { version: number; definition: Json }[]>()

  const check = (definition: unknown, self?: string) => {
    if (isBroken()) return Promise.reject(new Error('the store is gone'))
    return Promise.resolve(
      checkDefinition(definition, {
        ...(self === undefined ? {} : { self }),
        // What is kept has been checked.
        audience: (id) => audiences.get(id)?.audience.definition as Definition | undefined,
        list: (id) => hasList(id),
      }),
    )
  }
  const view = (
    facts: Partial<AudienceView['audience']> & { id: string; name: string; definition: Json },
    before?: AudienceView,
  ): AudienceView => {
    const audience = {
      number: audiences.size + 1,
      description: '',
      owner: '',
      useCase: null,
      tags: [],
      revision: 1,
      version: 1,
      fingerprint: stringifyJson(facts.definition),
      sunsetAt: null,
      createdAt: 1_700_000_000_000,
      updatedAt: 1_700_000_000_000,
      state: 'draft' as const,
      ...before?.audience,
      ...facts,
    } as AudienceView['audience']
    return {
      audience,
      sentence: `everybody with ${stringifyJson(facts.definition)}`,
      size: audience.state === 'live' ? 2 : undefined,
      progress: {
        state: audience.state === 'live' ? 'done' : 'none',
        versionInForce: audience.state === 'live' ? audience.version : undefined,
        watermark: undefined,
        error: undefined,
      },
      latency: undefined,
      lastChangeAt: undefined,
    }
  }
  const keep = (next: AudienceView): AudienceView => {
    audiences.set(next.audience.id, next)
    const { id, version, definition } = next.audience
    const known = versions.get(id) ?? []
    if (known.at(-1)?.version !== version) known.push({ version, definition })
    versions.set(id, known)
    return next
  }

  const explanation = {
    condition: { everyone: true } as const,
    at: [],
    holds: true,
    found: { kind: 'everyone' } as const,
  }

  function summaries() {
    return [...whole.values()]
      .map(({ profile, identifiers }) => ({ profile, identifiers, traits: { plan: 'pro' } }))
      .sort((a, b) => (a.profile < b.profile ? -1 : 1))
  }
  return {
    check,
    describe: (definition) =>
      Promise.resolve(`everybody with ${stringifyJson(definition as Json)}`),
    create: (wanted) => {
      const id = wanted.id ?? wanted.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')
      if (audiences.has(id)) return Promise.resolve(refused('id_taken', ['id']))
      const { definition, ...facts } = wanted
      return Promise.resolve(done(keep(view({ ...facts, id, definition: definition as Json }))))
    },
    edit: (id, { revision, ...changes }) => {
      const before = audiences.get(id)
      if (before === undefined) return Promise.resolve(refused('unknown_audience', ['id']))
      if (before.audience.revision !== revision)
        return Promise.resolve(refused('edited_meanwhile', ['revision']))
      const definition = (changes.definition ?? before.audience.definition) as Json
      const version = before.audience.version + (changes.definition === undefined ? 0 : 1)
      const { name } = before.audience
      const facts = { name, ...changes, id, definition, version, revision: revision + 1 }
      return Promise.resolve(done(keep(view(facts, before))))
    },
    archive: (id) => {
      const before = audiences.get(id)
      if (before === undefined) return Promise.resolve(refused('unknown_audience', ['id']))
      const { name, definition } = before.audience
      const archived = { id, name, definition, state: 'archived', archivedAt: 5 } as const
      return Promise.resolve(done(keep(view(archived, before))))
    },
    get: (id) => Promise.resolve(audiences.get(id)),
    list: ({ state, tag } = {}) =>
      Promise.resolve(
        [...audiences.values()]
          .filter(({ audience }) => state === undefined || audience.state === state)
          .filter(({ audience }) => tag === undefined || audience.tags.includes(tag)),
      ),
    versions: (id) =>
      Promise.resolve(
        versions.get(id)?.map((version) => ({
          ...version,
          fingerprint: '',
          createdAt: 1_700_000_000_000,
          createdBy: 'owner',
          note: '',
        })),
      ),
    preview: (definition, options = {}) =>
      Promise.resolve(
        done({
          size: whole.size,
          profiles: whole.size,
          at: options.at ?? 1_700_000_000_000,
          sentence: stringifyJson(definition as Json),
          warnings: [],
          sample: summaries().slice(0, options.sample ?? 10),
          tookMs: 3,
        }),
      ),
    members: (id, { after = -1n, limit, identifier }) => {
      if (!audiences.has(id)) return Promise.resolve(refused('unknown_audience', ['id']))
      const rest = summaries()
        .filter(({ profile }) => profile > after)
        .filter(
          ({ identifiers }) =>
            identifier === undefined || identifiers.some(({ value }) => value === identifier),
        )
      const members = rest.slice(0, limit)
      const next = rest.length > limit ? members.at(-1)?.profile : undefined
      return Promise.resolve(done({ members, next }))
    },
    sizes: (id, { from, to, step }) => {
      if (!audiences.has(id)) return Promise.resolve(refused('unknown_audience', ['id']))
      const sizes = []
      for (let at = from; at < to; at += step) sizes.push({ at, size: 2 })
      return Promise.resolve(done(sizes))
    },
    explain: (target, profile) => {
      if ('audience' in target && !audiences.has(target.audience))
        return Promise.resolve(refused('unknown_audience', ['id']))
      if (!whole.has(profile)) return Promise.resolve(refused('unknown_profile', ['profile']))
      return Promise.resolve(done(explanation))
    },
  }
}
