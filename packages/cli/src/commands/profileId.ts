import type { Client } from '@muster/client'
import { readIdentifier } from '../context.ts'

/** The id of a profile that is named by its id or by an identifier, `kind:value`. */
export async function profileIdOf(client: Client, text: string): Promise<string> {
  return /^\d{1,20}$/.test(text) ? text : client.profiles.find(readIdentifier(text))
}
