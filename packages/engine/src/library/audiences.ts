import {
  describe,
  fingerprint,
  type Catalogue,
  type Checked,
  type Definition,
  type Json,
} from '@muster/core'
import type { AudienceDraft, AudienceEdit, AudiencesApi } from './audiencesApi.ts'
import type { Audience } from '../metadata/audience/audience.ts'
import { createAudience } from '../metadata/audience/createAudience.ts'
import { editAudience } from '../metadata/audience/editAudience.ts'
import { requestBackfill } from '../metadata/audience/progress.ts'
import { audienceHistory, getAudience } from '../metadata/audience/readAudiences.ts'
import type { Db, Metadata } from '../metadata/metadata.ts'
import { refused, type Outcome } from '../metadata/outcome.ts'
import { recordAudit } from '../metadata/workspace/auditLog.ts'
import { dependentsOf } from './dependents.ts'
import { checkAgainst, readLibrary } from './library.ts'

export interface AudiencesDeps {
  readonly metadata: Metadata
  readonly clock: () => number
  readonly catalogue: () => Catalogue
  /** Told when what is live, or what it means, has changed. */
  readonly onChanged: () => void
  /** Gives the properties that a definition refers to columns of their own. */
  readonly promote: (definition: Definition) => Promise<void>
}

type Writing = Pick<AudiencesApi, 'check' | 'describe' | 'versions'> & {
  /** To be called when a setting has changed what live audiences mean; with it they have been asked for anew. */
  readonly reconsider: () => Promise<void>
  readonly create: (wanted: AudienceDraft, by: string) => Promise<Outcome<Audience, string>>
  readonly edit: (
    id: string,
    changes: AudienceEdit,
    by: string,
  ) => Promise<Outcome<Audience, string>>
  readonly archive: (id: string, by: string) => Promise<Outcome<Audience, string>>
}

/** Creating, editing and archiving audiences; each leaves its mark in the audit log. */
export function createAudiences(deps: AudiencesDeps): Writing {
  const { metadata, clock } = deps

  const checked = async (definition: unknown, self?: string): Promise<Checked> =>
    checkAgainst(await readLibrary(metadata), definition, deps.catalogue(), self)

  /** Membership by the new meaning, for the audience and all that refer to it. */
  const settle = async (tx: Db, before: Audience | undefined, after: Audience): Promise<void> => {
    const meansOtherwise = before?.version !== after.version
    const becameLive = after.state === 'live' && before?.state !== 'live'
    if (!meansOtherwise && !becameLive) return
    const library = await readLibrary({ db: tx })
    const dependents = meansOtherwise ? dependentsOf(after.id, library.definitions) : []
    for (const { id, state, number, version } of library.audiences) {
      if (state === 'live' && (id === after.id || dependents.includes(id)))
        await requestBackfill(tx, { audience: number, version, at: clock() })
    }
  }

  /** What is written, its mark in the audit log, and what has to be computed for it: all of it or nothing. */
  const store = async (
    action: string,
    by: string,
    before: Audience | undefined,
    write: (tx: Db) => Promise<Outcome<Audience, string>>,
  ): Promise<Outcome<Audience, string>> => {
    const outcome = await metadata.transaction(async (tx) => {
      const written = await write(tx)
      if (!written.ok) return written
      const after = written.value
      await recordAudit(tx, {
        at: clock(),
        actor: by,
        action,
        subject: { kind: 'audience', id: after.id },
        ...(before === undefined ? {} : { before: { ...before } }),
        after: { ...after },
      })
      await settle(tx, before, after)
      return written
    })
    if (outcome.ok) deps.onChanged()
    return outcome
  }

  return {
    reconsider: () => {
      deps.onChanged()
      return Promise.resolve()
    },
    check: checked,
    describe: async (definition) => {
      const { audiences } = await readLibrary(metadata)
      return describe(definition, namesOf(audiences))
    },
    versions: async (id) => {
      const versions = await audienceHistory(metadata.db, id)
      return versions.length === 0 ? undefined : versions
    },
    create: async (wanted, by) => {
      const check = await checked(wanted.definition)
      if (!check.ok) return faultOf(check)
      await deps.promote(check.definition)
      const stored = {
        ...wanted,
        definition: check.definition as unknown as Json,
        fingerprint: fingerprint(check.definition),
        state: wanted.state ?? 'draft',
      }
      return store('audience.create', by, undefined, (tx) =>
        createAudience(tx, stored, { at: clock(), by }),
      )
    },
    edit: async (id, { revision, definition, ...changes }, by) => {
      const before = await getAudience(metadata.db, id)
      const check = definition === undefined ? undefined : await checked(definition, id)
      if (check?.ok === false) return faultOf(check)
      if (check !== undefined) await deps.promote(check.definition)
      const edit = {
        ...changes,
        ...(check === undefined
          ? {}
          : {
              definition: {
                definition: check.definition as unknown as Json,
                fingerprint: fingerprint(check.definition),
              },
            }),
      }
      return store('audience.edit', by, before, (tx) =>
        editAudience(tx, { id, revision }, edit, { at: clock(), by }),
      )
    },
    archive: async (id, by) => {
      const before = await getAudience(metadata.db, id)
      if (before === undefined)
        return refused('unknown_audience', ['id'], `There is no audience "${id}". Check the id.`)
      const { audiences, definitions } = await readLibrary(metadata)
      const users = dependentsOf(id, definitions).filter((other) =>
        audiences.some((audience) => audience.id === other && audience.state === 'live'),
      )
      if (users.length > 0) {
        return refused(
          'still_referred_to',
          ['id'],
          `The live audience "${users[0] ?? ''}" refers to "${id}". Archive or edit it first.`,
        )
      }
      const { revision } = before
      return store('audience.archive', by, before, (tx) =>
        editAudience(tx, { id, revision }, { state: 'archived' }, { at: clock(), by }),
      )
    },
  }
}

export const namesOf = (
  audiences: readonly Audience[],
): { readonly audience: (id: string) => string } => ({
  audience: (id) => audiences.find((audience) => audience.id === id)?.name ?? id,
})

/** The first fault decides the outcome; all of them are in its message's place when a caller asks `check`. */
export function faultOf(check: Extract<Checked, { readonly ok: false }>): Outcome<never, string> {
  const [fault] = check.errors
  if (fault === undefined) throw new Error('a definition is refused with at least one fault')
  return refused(fault.code, ['definition', ...fault.at], fault.message)
}
