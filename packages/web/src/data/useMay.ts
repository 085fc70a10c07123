import { useQuery } from '@tanstack/react-query'
import { useClient } from './client.ts'
import { queries } from './queries.ts'

/** Whether whoever is signed in has a permission, by its name in the API: what would be refused is not offered. */
export function useMay(permission: string): boolean {
  const me = useQuery({ ...queries.me(useClient()), staleTime: 60_000 })
  return me.data?.permissions.includes(permission) ?? false
}
