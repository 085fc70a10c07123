import type { ListsApi } from '@muster/engine'
import { done, refused } from './fakeOutcome.ts'

export interface FakeLists {
  readonly api: ListsApi
  readonly has: (id: string) => boolean
}

/** Lists of identifiers. */
export function fakeLists(): FakeLists {
  const lists = new Map<string, { name: string; members: Set<string> }>()
  const put: ListsApi['put'] = (id, identifiers, present) => {
    const list = lists.get(id)
    if (list === undefined) return Promise.resolve(refused('unknown_list', ['id']))
    const before = list.members.size
    for (const { kind, value } of identifiers) {
      if (present) list.members.add(`${kind}:${value}`)
      else list.members.delete(`${kind}:${value}`)
    }
    return Promise.resolve(done({ changed: Math.abs(list.members.size - before), unusable: [] }))
  }

  const api: ListsApi = {
    create: ({ id: wanted, name }) => {
      const id = wanted ?? name.toLowerCase()
      if (lists.has(id)) return Promise.resolve(refused('id_taken', ['id']))
      lists.set(id, { name, members: new Set() })
      return Promise.resolve(done({ id, name }))
    },
    list: () =>
      Promise.resolve(
        [...lists].map(([id, { name, members }]) => ({ id, name, size: members.size })),
      ),
    put,
  }
  return { api, has: (id) => lists.has(id) }
}
