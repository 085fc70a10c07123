import type { TraitExpression } from '../audience/computedTrait.ts'
import type { Commerce } from '../commerce/commerce.ts'
import { ordersOf, type OrderBasis } from './basis.ts'
import type { NamedTraits } from './rfm.ts'

/**
 * What somebody prefers, by what they did most: the channel on which they answer, what they bought, and when they are about, by the hour and
 * weekday of answers and orders in the workspace's zone. What is sent to them, such as an email, is nothing that they did.
 */
export function preferredTraits(basis: OrderBasis, commerce: Commerce): NamedTraits {
  const channels = Object.entries(commerce.channels).filter(([, events]) => events.length > 0)
  const own = [...new Set([...channels.flatMap(([, events]) => events), basis.order])]
  const bought = (key: string): TraitExpression => ({
    ...ordersOf(basis),
    aggregate: { mostFrequent: `${commerce.products}[].${key}` },
  })
  const most: NamedTraits =
    channels.length === 0
      ? []
      : [
          [
            'preferred.channel',
            {
              most: channels.map(([channel, events]) => ({
                value: channel,
                of: { event: events },
              })),
            },
          ],
        ]
  return [
    ...most,
    ['preferred.category', bought(commerce.category)],
    ['preferred.product', bought(commerce.productId)],
    ['preferred.hour', { event: own, aggregate: 'mostFrequentHour' }],
    ['preferred.weekday', { event: own, aggregate: 'mostFrequentWeekday' }],
  ]
}
