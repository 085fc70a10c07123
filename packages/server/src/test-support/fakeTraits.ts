import { checkComputedTrait, describeTrait } from '@muster/core'
import type { TraitsApi, TraitView } from '@muster/engine'
import { done, refused } from './fakeOutcome.ts'

/** Computed traits in memory, checked as the engine checks them; nobody has a value. */
export function fakeTraits(): TraitsApi {
  const known = new Map<string, TraitView>()
  const check = (draft: { readonly name: unknown; readonly expression: unknown }) =>
    checkComputedTrait(draft, {
      audience: () => undefined,
      list: () => false,
      computedTrait: (name) => known.get(name)?.expression,
    })
  const put = (
    draft: { readonly name: string; readonly description?: string; readonly expression: unknown },
    revision: number,
    by: string,
  ) => {
    const checked = check(draft)
    if (!checked.ok) {
      const [fault] = checked.errors
      return refused(fault?.code ?? '', fault?.at ?? [], fault?.message)
    }
    const { name, expression } = checked
    const view: TraitView = {
      ...{ name, expression, description: draft.description ?? '', source: 'own' },
      ...{ sentence: describeTrait(expression), audiences: [], traits: [] },
      edited: { revision, createdAt: 1, createdBy: by, updatedAt: 1, updatedBy: by },
    }
    known.set(name, view)
    return done(view)
  }
  return {
    list: () => Promise.resolve([...known.values()]),
    get: (name) => Promise.resolve(known.get(name)),
    check: (draft) => {
      const checked = check(draft)
      return Promise.resolve(
        checked.ok
          ? { ok: true, sentence: describeTrait(checked.expression), warnings: checked.warnings }
          : checked,
      )
    },
    create: (draft, by) => Promise.resolve(put(draft, 1, by)),
    edit: (name, { revision, ...edit }, by) => {
      const before = known.get(name)
      if (before === undefined) return Promise.resolve(refused('unknown_trait', ['name']))
      if (before.edited?.revision !== revision)
        return Promise.resolve(refused('edited_meanwhile', ['revision']))
      return Promise.resolve(put({ ...before, ...edit }, revision + 1, by))
    },
    remove: (name) =>
      Promise.resolve(known.delete(name) ? done(undefined) : refused('unknown_trait', ['name'])),
    distribution: (of) => {
      const expression = 'name' in of ? known.get(of.name)?.expression : of.expression
      const checked = check({ name: 'asked', expression })
      if (!checked.ok)
        return Promise.resolve(refused(checked.errors[0]?.code ?? '', ['of', 'expression']))
      return Promise.resolve(
        done({
          ...{ at: 1, sentence: describeTrait(checked.expression), people: 0, missing: 0 },
          ...{ distinct: 0, values: [], numbers: undefined, tookMs: 1 },
        }),
      )
    },
  }
}
