import {
  checkComputedTrait,
  conditionsIn,
  describeTrait,
  standardDescriptions,
  type Catalogue,
  type ComputedTraitChecked,
  type Definition,
  type Json,
  type TraitExpression,
} from '@muster/core'
import { cancellable, createAsk } from '../analyse/ask.ts'
import { namesOf } from '../library/audiences.ts'
import {
  checkAgainst,
  checkContextOf,
  meaningsOf,
  readLibrary,
  type Library,
} from '../library/library.ts'
import type { Db, Metadata } from '../metadata/metadata.ts'
import { done, refused, type Outcome } from '../metadata/outcome.ts'
import {
  createOwnTrait,
  editOwnTrait,
  getOwnTrait,
  listOwnTraits,
  removeOwnTrait,
  unknownTrait,
  type OwnTrait,
} from '../metadata/trait/computedTraits.ts'
import { recordAudit } from '../metadata/workspace/auditLog.ts'
import type { Warehouse } from '../warehouse/warehouse.ts'
import { dependentsOf } from './dependentsOf.ts'
import { distributionOf } from './distribution.ts'
import { recomputing } from './recomputing.ts'
import type { TraitDraft, TraitsApi, TraitView } from './traitsApi.ts'

export interface TraitsDeps {
  readonly metadata: Metadata
  readonly warehouse: Warehouse
  readonly clock: () => number
  readonly newId: () => string
  readonly zone: () => string
  readonly promoted: ReadonlySet<string>
  readonly catalogue: () => Catalogue
  /** Told when what audiences mean has changed. */
  readonly onChanged: () => void
  /** Gives the properties that a definition refers to columns of their own. */
  readonly promote: (definition: Definition) => Promise<void>
}

/** Computed traits as people define them; each change leaves its mark in the audit log. */
export function createTraits(deps: TraitsDeps): TraitsApi {
  const { metadata, warehouse, clock } = deps
  const ask = createAsk(warehouse, deps.newId)

  const checked = (
    library: Library,
    { name, expression }: Pick<TraitDraft, 'name' | 'expression'>,
  ): ComputedTraitChecked =>
    checkComputedTrait({ name, expression }, checkContextOf(library, deps.catalogue()))

  const view = async (name: string): Promise<TraitView | undefined> => {
    const library = await readLibrary(metadata)
    const expression = library.computedTraits.get(name)
    if (expression === undefined) return undefined
    return viewOf(library, name, expression, await getOwnTrait(metadata.db, name))
  }

  /** What is written, its mark in the audit log, and what has to be computed anew for it: all of it or nothing. */
  const store = async (
    name: string,
    expression: TraitExpression,
    by: string,
    write: (tx: Db) => Promise<Outcome<OwnTrait, string>>,
  ): Promise<Outcome<TraitView, string>> => {
    await deps.promote({ all: conditionsIn(expression) })
    const outcome = await metadata.transaction((tx) =>
      recomputing(tx, clock(), async (library): Promise<Outcome<OwnTrait, string>> => {
        const computedTraits = new Map(library.computedTraits).set(name, expression)
        const broken = whatBreaks(name, { ...library, computedTraits }, deps.catalogue())
        if (broken !== undefined) return broken
        const before = await getOwnTrait(tx, name)
        const written = await write(tx)
        if (!written.ok) return written
        await recordAudit(tx, {
          ...{ at: clock(), actor: by, subject: { kind: 'trait', id: name } },
          action: before === undefined ? 'trait.create' : 'trait.edit',
          ...(before === undefined ? {} : { before: auditOf(before) }),
          after: auditOf(written.value),
        })
        return written
      }),
    )
    if (!outcome.ok) return outcome
    deps.onChanged()
    const made = await view(name)
    return made === undefined ? refused('unknown_trait', ['name'], unknownTrait(name)) : done(made)
  }

  return {
    list: async () => {
      const [library, own] = await Promise.all([readLibrary(metadata), listOwnTraits(metadata.db)])
      const edited = new Map(own.map((trait) => [trait.name, trait]))
      return [...library.computedTraits]
        .map(([name, expression]) => viewOf(library, name, expression, edited.get(name)))
        .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    },
    get: view,
    check: async (draft) => {
      const check = checked(await readLibrary(metadata), draft)
      return check.ok
        ? { ok: true, sentence: describeTrait(check.expression), warnings: check.warnings }
        : check
    },
    create: async (draft, by) => {
      const check = checked(await readLibrary(metadata), draft)
      if (!check.ok) return faultOf(check)
      const { name, expression } = check
      const facts = { name, expression, description: draft.description ?? '' }
      return store(name, expression, by, (tx) => createOwnTrait(tx, facts, { at: clock(), by }))
    },
    edit: async (name, { revision, description, expression: wanted }, by) => {
      const before = await getOwnTrait(metadata.db, name)
      if (before === undefined) return refused('unknown_trait', ['name'], unknownTrait(name))
      const check = checked(await readLibrary(metadata), {
        name,
        expression: wanted ?? before.expression,
      })
      if (!check.ok) return faultOf(check)
      const { expression } = check
      const facts = { name, expression, description: description ?? before.description }
      return store(name, expression, by, (tx) =>
        editOwnTrait(tx, facts, revision, { at: clock(), by }),
      )
    },
    remove: async (name, by) => {
      const outcome = await metadata.transaction(
        async (tx): Promise<Outcome<undefined, string>> => {
          const before = await getOwnTrait(tx, name)
          if (before === undefined) return refused('unknown_trait', ['name'], unknownTrait(name))
          const { audiences, traits } = dependentsOf(new Set([name]), await readLibrary({ db: tx }))
          const [user] = [
            ...audiences.map(({ id }) => `audience "${id}"`),
            ...traits.map((trait) => `computed trait "${trait}"`),
          ]
          if (user !== undefined) {
            const message = `The ${user} rests on "${name}". Change that first.`
            return refused('still_referred_to', ['name'], message)
          }
          await removeOwnTrait(tx, name)
          await recordAudit(tx, {
            ...{ at: clock(), actor: by, action: 'trait.remove' },
            ...{ subject: { kind: 'trait', id: name }, before: auditOf(before) },
          })
          return done(undefined)
        },
      )
      if (outcome.ok) deps.onChanged()
      return outcome
    },
    distribution: (of, { at = clock(), signal } = {}) =>
      cancellable(signal, async () => {
        const began = performance.now()
        const library = await readLibrary(metadata)
        const found = expressionIn(library, of, deps.catalogue())
        if (!found.ok) return found
        const context = { at, zone: deps.zone(), promoted: deps.promoted, ...meaningsOf(library) }
        const spread = await distributionOf(ask, context, found.value, signal)
        const sentence = describeTrait(found.value)
        return done({ ...spread, at, sentence, tookMs: performance.now() - began })
      }),
  }
}

/** A trait's expression by its name, or one that has no name yet. */
function expressionIn(
  library: Library,
  of: { readonly name: string } | { readonly expression: unknown },
  catalogue: Catalogue,
): Outcome<TraitExpression, string> {
  if ('name' in of) {
    const expression = library.computedTraits.get(of.name)
    return expression === undefined
      ? refused('unknown_trait', ['of', 'name'], unknownTrait(of.name))
      : done(expression)
  }
  const draft = { name: 'asked', expression: of.expression }
  const check = checkComputedTrait(draft, checkContextOf(library, catalogue))
  if (check.ok) return done(check.expression)
  const fault = faultOf(check)
  return fault.ok
    ? fault
    : refused(fault.error.code, ['of', ...fault.error.at], fault.error.message)
}

/** The refusal, when something that rests on the trait asks what it can't answer as it is now. */
function whatBreaks(
  name: string,
  library: Library,
  catalogue: Catalogue,
): Outcome<never, string> | undefined {
  const { audiences, traits } = dependentsOf(new Set([name]), library)
  const faults = [
    ...audiences.flatMap(({ id }) => {
      const check = checkAgainst(library, library.definitions.get(id), undefined, id)
      return check.ok ? [] : [{ user: `audience "${id}"`, fault: check.errors[0] }]
    }),
    ...traits.flatMap((trait) => {
      const expression = library.computedTraits.get(trait)
      const check = checkComputedTrait(
        { name: trait, expression },
        checkContextOf(library, catalogue),
      )
      return check.ok ? [] : [{ user: `computed trait "${trait}"`, fault: check.errors[0] }]
    }),
  ]
  const [first] = faults
  if (first === undefined) return undefined
  const message = `The ${first.user} rests on it and would have a fault then: ${first.fault?.message ?? ''}`
  return refused('would_break', ['expression'], message)
}

function viewOf(
  library: Library,
  name: string,
  expression: TraitExpression,
  own: OwnTrait | undefined,
): TraitView {
  const { audiences, traits } = dependentsOf(new Set([name]), library)
  return {
    ...{ name, expression, traits },
    description: own?.description ?? standardDescriptions.get(name) ?? '',
    source: own === undefined ? 'standard' : 'own',
    sentence: describeTrait(expression, namesOf(library.audiences)),
    audiences: audiences.map(({ id }) => id),
    edited: own && {
      revision: own.revision,
      createdAt: own.createdAt,
      createdBy: own.createdBy,
      updatedAt: own.updatedAt,
      updatedBy: own.updatedBy,
    },
  }
}

const auditOf = ({ name, description, expression, revision }: OwnTrait): Json => ({
  ...{ name, description, revision },
  // Checked expressions are JSON.
  expression: expression as unknown as Json,
})

/** The first fault decides the outcome; `check` tells all of them. */
function faultOf(
  check: Extract<ComputedTraitChecked, { readonly ok: false }>,
): Outcome<never, string> {
  const [fault] = check.errors
  if (fault === undefined) throw new Error('a trait is refused with at least one fault')
  return refused(fault.code, fault.at, fault.message)
}
