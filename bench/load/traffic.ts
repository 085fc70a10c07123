import { anonymousIdOf, isKnown, userIdOf } from '../history/people.ts'
import { BRANDS, CAMPAIGNS, CATEGORIES, CONTEXT, COUPONS } from '../history/shop.ts'

export interface TrafficOptions {
  /** People 1 to this are those of the history. */
  readonly people: number
  /** How many are in the shop at a time. */
  readonly visitors: number
  /** The same seed gives the same traffic. */
  readonly seed: number
  /** Stands in front of every message's id, so that no two runs on one base share one. */
  readonly run: string
}

/** Visits of seven messages from a page view to an order now and then, many at a time. One visit in fifty is somebody new's. */
export interface Traffic {
  /** The body of one call to /v1/batch. */
  readonly batch: (messages: number, now: number) => string
}

interface Visit {
  /** The rest of a message behind its payload: who, and where from. */
  readonly who: string
  readonly category: number
  readonly intent: number
  step: number
}

const NEW_IN = 50
const STEPS = 6

export function createTraffic({ people, visitors, seed, run }: TrafficOptions): Traffic {
  const random = mulberry(seed)
  const below = (limit: number): number => Math.floor(random() * limit)
  let strangers = 0
  let messages = 0

  const newVisit = (): Visit => {
    const isNew = below(NEW_IN) === 0
    // The first people of the history come more often than the last.
    const p = 1 + Math.floor(people * random() ** 1.3)
    const anonymousId = isNew ? `${run}-${strangers++}` : anonymousIdOf(p)
    const userId = !isNew && isKnown(p) ? `"userId":"${userIdOf(p)}",` : ''
    const who = `${userId}"anonymousId":"${anonymousId}","context":${CONTEXT},"messageId":"${run}-`
    return { who, category: below(CATEGORIES.length), intent: below(100), step: 0 }
  }
  const visits = Array.from({ length: visitors }, () => ({ ...newVisit(), step: below(STEPS) }))

  const message = (): string => {
    const place = below(visitors)
    let visit = visits[place]
    if (visit === undefined || visit.step >= STEPS) visits[place] = visit = newVisit()
    const payload = payloadOf(visit, below)
    visit.step++
    return `{${payload},${visit.who}${(messages++).toString(36)}"`
  }

  return {
    batch: (count, now) => {
      const end = `,"timestamp":"${new Date(now).toISOString()}"}`
      let text = ''
      for (let i = 0; i < count; i++) text += `${i === 0 ? '' : ','}${message()}${end}`
      return `{"batch":[${text}],"sentAt":"${new Date(now).toISOString()}"}`
    },
  }
}

/** What each step of a visit sends: the shapes of the history's events. */
function payloadOf({ step, category, intent }: Visit, below: (limit: number) => number): string {
  const quantity = 1 + (intent % 4)
  const product = PRODUCTS[below(PRODUCTS.length)] ?? ''
  const name = CATEGORIES[category] ?? ''
  switch (step) {
    case 0:
      return intent < 10
        ? `"type":"track","event":"Email Clicked","properties":{"campaign":"${CAMPAIGNS[intent % CAMPAIGNS.length] ?? ''}"}`
        : pageOf(name)
    case 3:
      return intent < 35
        ? `"type":"track","event":"Product Added","properties":{${product},"category":"${name}","quantity":${quantity}}`
        : viewOf(product, name)
    case 4:
      return intent < 21
        ? `"type":"track","event":"Checkout Started","properties":{"value":${25 * quantity},"products":${quantity}}`
        : pageOf(name)
    case 5:
      return intent < 15
        ? `"type":"track","event":"Order Completed","properties":{"order_id":"o-${below(1e9)}","revenue":${19.95 * quantity},"category":"${name}","currency":"EUR"${intent < 3 ? `,"coupon":"${COUPONS[intent] ?? ''}"` : ''}}`
        : viewOf(product, name)
    default:
      return below(100) < 20 ? pageOf(name) : viewOf(product, name)
  }
}

const PRODUCTS = Array.from(
  { length: 400 },
  (_, i) =>
    `"product_id":"P${i}","brand":"${BRANDS[i % BRANDS.length] ?? ''}","price":${(495 + ((i * 7919) % 19_000)) / 100}`,
)
const pageOf = (category: string): string =>
  `"type":"page","name":"${category}","properties":{"path":"/c/${category.toLowerCase()}"}`
const viewOf = (product: string, category: string): string =>
  `"type":"track","event":"Product Viewed","properties":{${product},"category":"${category}"}`

/** Mulberry32: small, fast, and good enough to choose visitors by. */
function mulberry(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}
