import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Names } from '../explain/evidence.ts'
import { useClient } from './client.ts'
import { queries } from './queries.ts'

/** What audiences and lists are called, for sentences. */
export function useNames(): Names {
  const client = useClient()
  const audiences = useQuery(queries.audiences(client)).data
  const lists = useQuery({ ...queries.lists(client), staleTime: 30_000 }).data
  return useMemo(() => {
    const byId = (named: readonly { readonly id: string; readonly name: string }[] = []) => {
      const names = new Map(named.map(({ id, name }) => [id, name]))
      return (id: string) => names.get(id)
    }
    return { audience: byId(audiences), list: byId(lists) }
  }, [audiences, lists])
}
