import type { Json, JsonObject } from '../value/json.ts'
import { parseDuration } from '../time/duration.ts'

/**
 * How this workspace's messages speak of trade: which event is an order, and where in it the money and the products stand. Everything
 * that needs orders reads it here and nowhere else. The defaults are the names of Segment's e-commerce specification.
 */
export interface Commerce {
  /** The event that is a completed order. */
  readonly order: string
  readonly refund: string
  readonly productViewed: string
  readonly productAdded: string
  readonly checkoutStarted: string
  /** Paths in an order, each a list: the first that leads to a number counts. */
  readonly revenue: readonly string[]
  readonly margin: readonly string[]
  /** What an order cost; where no margin is found, the margin is revenue less cost. */
  readonly cost: readonly string[]
  readonly currency: string
  /** The key of an order that holds its lines, and keys in a line. */
  readonly products: string
  readonly productId: string
  readonly productName: string
  readonly category: string
  readonly price: string
  /** Who has ordered before, but not within this time, has churned. */
  readonly churnedAfter: string
  readonly emailDelivered: string
  readonly emailOpened: string
  readonly emailClicked: string
  /** The events by which somebody answers on a channel. Who answers on several prefers the one with most; of as many, the first here. */
  readonly channels: Readonly<Record<string, readonly string[]>>
}

export const defaultCommerce: Commerce = {
  order: 'Order Completed',
  refund: 'Order Refunded',
  productViewed: 'Product Viewed',
  productAdded: 'Product Added',
  checkoutStarted: 'Checkout Started',
  revenue: ['revenue', 'total'],
  margin: ['margin'],
  cost: ['cost'],
  currency: 'currency',
  products: 'products',
  productId: 'product_id',
  productName: 'name',
  category: 'category',
  price: 'price',
  churnedAfter: '90d',
  emailDelivered: 'Email Delivered',
  emailOpened: 'Email Opened',
  emailClicked: 'Email Link Clicked',
  channels: {
    email: ['Email Opened', 'Email Link Clicked'],
    sms: ['SMS Link Clicked', 'SMS Replied'],
    push: ['Push Notification Tapped'],
    app: ['Screen Viewed', 'Application Opened'],
    web: ['Page Viewed'],
  },
}

/** The paths that are read of every order, whatever is asked. */
export const orderPaths = (commerce: Commerce): readonly string[] => [
  ...[...commerce.revenue, ...commerce.margin, ...commerce.cost],
  ...[commerce.currency, commerce.products],
]

export type CommerceChecked =
  | { readonly ok: true; readonly commerce: Commerce }
  | {
      readonly ok: false
      readonly at: readonly string[]
      readonly message: string
    }

/** Reads the setting; what it leaves out keeps its default. The first thing that is wrong is named. Never throws. */
export function checkCommerce(input: Json): CommerceChecked {
  if (!isObject(input))
    return wrong([], 'The setting "commerce" is an object such as {"order":"Order Completed"}.')
  const read: Record<string, Json> = {}
  for (const [key, value] of Object.entries(input)) {
    if (!isKey(key)) {
      const known = Object.keys(defaultCommerce).join(', ')
      return wrong([key], `There is no "${key}" in the setting "commerce". Use one of ${known}.`)
    }
    const fault = faultIn(key, value)
    if (fault !== undefined) return wrong([key], fault)
    read[key] = value
  }
  // Each value has just been found to be of the kind that its key needs.
  return { ok: true, commerce: { ...defaultCommerce, ...(read as Partial<Commerce>) } }
}

const wrong = (at: readonly string[], message: string): CommerceChecked => ({
  ok: false,
  at,
  message,
})

const isKey = (key: string): key is keyof Commerce => Object.hasOwn(defaultCommerce, key)
const isObject = (value: Json): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isText = (value: Json): value is string => typeof value === 'string' && value !== ''
const isTexts = (value: Json): value is readonly string[] =>
  Array.isArray(value) && value.every(isText)

function faultIn(key: keyof Commerce, value: Json): string | undefined {
  switch (key) {
    case 'revenue':
      return isTexts(value) && value.length > 0
        ? undefined
        : 'The paths of revenue are a list of texts with at least one. Give one such as ["revenue"].'
    case 'margin':
    case 'cost':
      return isTexts(value) ? undefined : `The paths of ${key} are a list of texts. Give one.`
    case 'churnedAfter':
      return isText(value) && parseDuration(value) !== undefined
        ? undefined
        : 'churnedAfter is a duration such as "90d". Give one.'
    case 'channels':
      return isObject(value) && Object.values(value).every(isTexts)
        ? undefined
        : 'Channels are lists of event names by the name of the channel. Give such an object.'
    case 'order':
    case 'refund':
    case 'productViewed':
    case 'productAdded':
    case 'checkoutStarted':
    case 'currency':
    case 'products':
    case 'productId':
    case 'productName':
    case 'category':
    case 'price':
    case 'emailDelivered':
    case 'emailOpened':
    case 'emailClicked':
      return isText(value) ? undefined : `${key} is a name: text that is not empty. Give one.`
  }
}
