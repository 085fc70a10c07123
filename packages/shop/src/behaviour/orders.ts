import type { JsonObject } from '../wire/message.ts'
import type { CartLine } from './visits.ts'

/** What is paid. Whole cents, so that sums are exact. */
export interface Order {
  readonly id: string
  readonly lines: readonly CartLine[]
  readonly coupon: string | undefined
  /** Price times quantity over the lines. */
  readonly goods: number
  readonly discount: number
  readonly shipping: number
  readonly tax: number
}

/** Orders from here on are sent free of charge. */
const FREE_SHIPPING_FROM = 7_500
const SHIPPING = 495

export function priceOrder(
  id: string,
  lines: readonly CartLine[],
  taxRate: number,
  coupon: string | undefined,
): Order {
  const goods = goodsOf(lines)
  const discount = coupon === undefined ? 0 : Math.round(goods * 0.1)
  const shipping = goods - discount >= FREE_SHIPPING_FROM ? 0 : SHIPPING
  const tax = Math.round((goods - discount + shipping) * taxRate)
  return { id, lines, coupon, goods, discount, shipping, tax }
}

/** In the names of the Segment e-commerce specification: `revenue` is what the goods brought, `total` what was charged. */
export function orderProperties(order: Order): JsonObject {
  const { id, lines, coupon, goods, discount, shipping, tax } = order
  const cost = lines.reduce((sum, { product, quantity }) => sum + product.cost * quantity, 0)
  const revenue = goods - discount
  return {
    order_id: id,
    total: euros(revenue + shipping + tax),
    revenue: euros(revenue),
    shipping: euros(shipping),
    tax: euros(tax),
    discount: euros(discount),
    margin: euros(revenue - cost),
    currency: 'EUR',
    ...(coupon !== undefined && { coupon }),
    products: lines.map(lineProperties),
  }
}

export function lineProperties({ product, quantity }: CartLine): JsonObject {
  return { quantity, ...product.listing }
}

/** Price times quantity over the lines, in cents. */
export function goodsOf(lines: readonly CartLine[]): number {
  return lines.reduce((sum, { product, quantity }) => sum + product.price * quantity, 0)
}

export function euros(cents: number): number {
  return cents / 100
}
