import type { Basket } from '@muster/client'

type Item = Basket['rules'][number]['bought']

export function itemName({ id, name }: Item): string {
  return name ?? id
}

/** What stands below an item's name: its id where it has a name too, its category and its price. */
export function itemNote({ id, name, category, price }: Item): string {
  const parts = [name === null ? null : id, category, price === null ? null : price.toFixed(2)]
  return parts.filter((part) => part !== null).join(' · ')
}

export function basketRows({ rules }: Basket): readonly (readonly string[])[] {
  return [
    [
      ...['bought', 'bought name', 'offer', 'offer name', 'with both', 'with bought', 'with offer'],
      ...['support', 'confidence', 'lift', 'kind'],
    ],
    ...rules.map(({ bought, offer, audience, ...rule }) => [
      ...[bought.id, bought.name ?? '', offer.id, offer.name ?? ''],
      ...[rule.count, rule.boughtCount, rule.offerCount].map(String),
      ...[rule.support, rule.confidence, rule.lift].map(String),
      audience.kind,
    ]),
  ]
}
