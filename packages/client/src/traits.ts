import type {
  ComputedTrait,
  TraitCheckedSent,
  TraitDistribution,
  TraitDistributionQuestion,
  TraitDraftSent,
  TraitEditSent,
} from '@muster/server'
import { step } from './connection.ts'
import type { Connection } from './connection.ts'

const root = '/api/v1/traits'

/** What can be asked of computed traits: values that follow from the evidence. */
export function traitsOf({ ask }: Connection) {
  const of = (name: string) => `${root}/${step(name)}`
  return {
    list: async (signal?: AbortSignal): Promise<readonly ComputedTrait[]> => {
      type Answer = { readonly traits: readonly ComputedTrait[] }
      return (await ask<Answer>('GET', root, { signal })).traits
    },
    get: (name: string, signal?: AbortSignal) => ask<ComputedTrait>('GET', of(name), { signal }),
    check: (draft: TraitDraftSent, signal?: AbortSignal) =>
      ask<TraitCheckedSent>('POST', `${root}/check`, { body: draft, signal }),
    create: (draft: TraitDraftSent) => ask<ComputedTrait>('POST', root, { body: draft }),
    /** `revision` is the one that was read: somebody else's change in between is not overwritten. */
    edit: (name: string, edit: TraitEditSent) =>
      ask<ComputedTrait>('PATCH', of(name), { body: edit }),
    remove: async (name: string): Promise<void> => {
      await ask('DELETE', of(name))
    },
    /** How the values of one, saved or not, are spread over everybody. */
    distribution: (
      of: TraitDistributionQuestion['of'],
      { at }: { readonly at?: number } = {},
      signal?: AbortSignal,
    ) =>
      ask<TraitDistribution>('POST', `${root}/distribution`, {
        body: { of, ...(at !== undefined && { at }) },
        signal,
      }),
  }
}
