import type { Engine } from '@muster/server'
import { demoAudiences } from '@muster/shop'

/** Puts the shop's audiences in force, those that are there already aside. Throws when one is refused: they are ours. */
export async function createAudiences({ audiences }: Engine): Promise<number> {
  let created = 0
  for (const { id, name, description, definition } of demoAudiences()) {
    if ((await audiences.get(id)) !== undefined) continue
    const draft = { id, name, description, definition, owner: 'demo', state: 'live' as const }
    const outcome = await audiences.create(draft, 'demo')
    if (!outcome.ok) {
      throw new Error(`The audience "${id}" was refused: ${outcome.error.message}`)
    }
    created++
  }
  return created
}
