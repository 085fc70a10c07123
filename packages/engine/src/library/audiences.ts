import {
  describe,
  fingerprint,
  type Catalogue,
  type Checked,
  type Definition,
  type Json,
} from '@muster/core'
import type { AudienceDraft, AudienceEdit, AudiencesApi } from '../engine.ts'
import type { Audience } from '../metadata/audience/audience.ts'
import { createAudience } from '../metadata/audience/createAudience.ts'
import { editAudience } from '../metadata/audience/editAudience.ts'
import { requestBackfill } from '../metadata/audience/progress.ts'
import { audienceHistory, getAudience } from '../metadata/audience/readAudiences.ts'
import type { Metadata } from '../metadata/metadata.ts'
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
  /** Computes all live audiences anew, since what they mean has changed with a setting. */
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
  const settle = async (before: Audience | undefined, after: Audience): Promise<void> => {
    const meansOtherwise = before?.version !== after.version
    const becameLive = after.state === 'live' && before?.state !== 'live'
    if (!meansOtherwise && !becameLive) return
    const library = await readLibrary(metadata)
    const dependents = meansOtherwise ? dependentsOf(after.id, library.definitions) : []
    for (const audience of library.audiences) {
      if (
        audience.state === 'live' &&
        (audience.id === after.id || dependents.includes(audience.id))
      ) {
        await requestBackfill(metadata.db, {
          audience: audience.number,
          version: audience.version,
          at: clock(),
        })
      }
    }
  }

  const audited = async (
    action: string,
    by: string,
    before: Audience | undefined,
    outcome: Outcome<Audience, string>,
  ): Promise<Outcome<Audience, string>> => {
    if (!outcome.ok) return outcome
    const after = outcome.value
    await recordAudit(metadata.db, {
      at: clock(),
      actor: by,
      action,
      subject: { kind: 'audience', id: after.id },
      ...(before === undefined ? {} : { before: { ...before } }),
      after: { ...after },
    })
    await settle(before, after)
    deps.onChanged()
    return outcome
  }

  return {
    reconsider: async () => {
      const { audiences } = await readLibrary(metadata)
      for (const { state, number, version } of audiences) {
        if (state === 'live')
          await requestBackfill(metadata.db, { audience: number, version, at: clock() })
      }
      deps.onChanged()
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
      return audited(
        'audience.create',
        by,
        undefined,
        await createAudience(metadata.db, stored, { at: clock(), by }),
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
      return audited(
        'audience.edit',
        by,
        before,
        await editAudience(metadata.db, { id, revision }, edit, { at: clock(), by }),
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
      return audited(
        'audience.archive',
        by,
        before,
        await editAudience(
          metadata.db,
          { id, revision: before.revision },
          { state: 'archived' },
          { at: clock(), by },
        ),
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
