import { fillIn, templateOf, type Commerce } from '@muster/core'
import type { Item, Rule } from './basketApi.ts'

/** The audience that a rule is good for: who bought the one and never the other, by the template of the same name. */
export function offerOf(
  commerce: Commerce,
  items: 'product' | 'category',
  bought: Item,
  offer: Item,
): Rule['audience'] {
  const template = templateOf(
    items === 'product' ? 'product-without-product' : 'category-without-category',
  )
  if (template === undefined) throw new Error('the template of cross-selling is gone')
  const filled = fillIn(template, { bought: bought.id, offer: offer.id }, commerce)
  if (!filled.ok) throw new Error(filled.errors[0]?.message ?? 'the template does not fit')
  const [one, other] = [bought.name ?? bought.id, offer.name ?? offer.id]
  const isUpsell =
    bought.category !== undefined &&
    bought.category === offer.category &&
    (offer.price ?? 0) > (bought.price ?? Infinity)
  return {
    kind: isUpsell ? 'upsell' : 'cross_sell',
    name: `Bought ${one}, not ${other}`,
    description: `Bought ${one} in the last year and ${items === 'product' ? 'never' : 'not'} ${other}, which is bought along with it.`,
    definition: filled.definition,
  }
}
