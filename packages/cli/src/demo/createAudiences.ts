import type { Engine } from '@muster/server'
import { demoAudiences, demoTraits } from '@muster/shop'

/**
 * Defines the shop's computed traits, learns who its best customers are, and puts its audiences in force, those that are there already aside. Throws
 * when one is refused: they are ours.
 */
export async function createAudiences(engine: Engine): Promise<number> {
  const { audiences, traits, segmentation } = engine
  for (const trait of demoTraits()) {
    if ((await traits.get(trait.name)) !== undefined) continue
    const outcome = await traits.create(trait, 'demo')
    if (!outcome.ok) {
      throw new Error(`The trait "${trait.name}" was refused: ${outcome.error.message}`)
    }
  }
  // A shop with too few customers is refused: its thresholds are learned when there are enough.
  if ((await segmentation.state()).current === undefined) await segmentation.learn('demo')
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
