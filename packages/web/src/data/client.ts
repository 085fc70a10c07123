import type { Client } from '@muster/client'
import { createContext, use } from 'react'

/** The API with the credentials of whoever is signed in. */
export const ClientContext = createContext<Client | undefined>(undefined)

export function useClient(): Client {
  const client = use(ClientContext)
  if (client === undefined) throw new Error('the API was asked for outside of its provider')
  return client
}
