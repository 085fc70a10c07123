import type { Definition } from '@muster/core'

/** A live audience of the bench. */
export interface BenchAudience {
  readonly id: string
  readonly definition: Definition
}

type Entry = readonly [id: string, definition: Definition]

/** 30 counts and sums in windows from half a minute to a year. */
const COUNTS: readonly Entry[] = [
  ['seen-30s', { event: '*', window: { last: '30s' } }],
  ['viewed-1m', { event: 'Product Viewed', window: { last: '1m' }, is: { atLeast: 2 } }],
  [
    'spent-500',
    {
      event: 'Order Completed',
      window: { last: '365d' },
      aggregate: { sum: 'revenue' },
      is: { atLeast: 500 },
    },
  ],
  ['ordered-90d', { event: 'Order Completed', window: { last: '90d' } }],
  ['added-1m', { event: 'Product Added', window: { last: '1m' } }],
  ['viewed-2m', { event: 'Product Viewed', window: { last: '2m' }, is: { atLeast: 3 } }],
  ['checkout-5m', { event: 'Checkout Started', window: { last: '5m' } }],
  ['busy-15m', { event: '*', window: { last: '15m' }, is: { atLeast: 8 } }],
  ['viewed-1h', { event: 'Product Viewed', window: { last: '1h' }, is: { atLeast: 4 } }],
  [
    'categories-1h',
    {
      event: 'Product Viewed',
      window: { last: '1h' },
      aggregate: { distinct: 'category' },
      is: { atLeast: 2 },
    },
  ],
  ['viewed-6h', { event: 'Product Viewed', window: { last: '6h' }, is: { atLeast: 5 } }],
  [
    'dear-cart-1d',
    {
      event: 'Checkout Started',
      window: { last: '1d' },
      aggregate: { max: 'value' },
      is: { atLeast: 300 },
    },
  ],
  ['viewed-1d', { event: 'Product Viewed', window: { last: '1d' }, is: { atLeast: 6 } }],
  ['pages-7d', { event: 'Page Viewed', window: { last: '7d' }, is: { atLeast: 5 } }],
  ['days-7d', { event: '*', window: { last: '7d' }, aggregate: 'daysActive', is: { atLeast: 2 } }],
  [
    'spent-100-7d',
    {
      event: 'Order Completed',
      window: { last: '7d' },
      aggregate: { sum: 'revenue' },
      is: { atLeast: 100 },
    },
  ],
  ['added-7d', { event: 'Product Added', window: { last: '7d' }, is: { atLeast: 2 } }],
  ['opened-14d', { event: 'Email Opened', window: { last: '14d' } }],
  [
    'days-14d',
    { event: '*', window: { last: '14d' }, aggregate: 'daysActive', is: { atLeast: 3 } },
  ],
  ['viewed-30d', { event: 'Product Viewed', window: { last: '30d' }, is: { atLeast: 10 } }],
  ['ordered-30d', { event: 'Order Completed', window: { last: '30d' } }],
  ['clicked-30d', { event: 'Email Clicked', window: { last: '30d' } }],
  [
    'average-30d',
    {
      event: 'Order Completed',
      window: { last: '30d' },
      aggregate: { average: 'revenue' },
      is: { atLeast: 150 },
    },
  ],
  [
    'spent-30-to-60d',
    {
      event: 'Order Completed',
      window: { ago: ['60d', '30d'] },
      aggregate: { sum: 'revenue' },
      is: { atLeast: 50 },
    },
  ],
  ['silent-30d', { not: { event: '*', window: { last: '30d' } } }],
  ['this-month', { event: 'Order Completed', window: { calendar: 'this_month' } }],
  [
    'spent-300-90d',
    {
      event: 'Order Completed',
      window: { last: '90d' },
      aggregate: { sum: 'revenue' },
      is: { atLeast: 300 },
    },
  ],
  ['opened-90d', { event: 'Email Opened', window: { last: '90d' }, is: { atLeast: 2 } }],
  ['viewed-365d', { event: 'Product Viewed', window: { last: '365d' }, is: { atLeast: 30 } }],
  ['ordered-3-365d', { event: 'Order Completed', window: { last: '365d' }, is: { atLeast: 3 } }],
]

const viewed = (category: string, last: string, atLeast: number): Definition => ({
  event: 'Product Viewed',
  where: [{ property: 'category', is: { equals: category } }],
  window: { last },
  is: { atLeast },
})
const spentOn = (category: string, last: string, atLeast: number): Definition => ({
  event: 'Order Completed',
  where: [{ property: 'category', is: { equals: category } }],
  window: { last },
  aggregate: { sum: 'revenue' },
  is: { atLeast },
})

/** 20 that filter by properties. */
const FILTERED: readonly Entry[] = [
  ['coffee-1m', viewed('Coffee', '1m', 1)],
  ['coffee-spent-90d', spentOn('Coffee', '90d', 100)],
  ['tea-1h', viewed('Tea', '1h', 2)],
  ['kitchen-1d', viewed('Kitchen', '1d', 3)],
  ['bakery-7d', viewed('Bakery', '7d', 3)],
  ['garden-30d', viewed('Garden', '30d', 5)],
  ['books-90d', viewed('Books', '90d', 10)],
  ['toys-spent-30d', spentOn('Toys', '30d', 50)],
  ['sport-spent-90d', spentOn('Sport', '90d', 200)],
  ['shoes-spent-365d', spentOn('Shoes', '365d', 300)],
  ['beauty-spent-365d', spentOn('Beauty', '365d', 500)],
  [
    'dear-views-1d',
    {
      event: 'Product Viewed',
      where: [{ property: 'price', is: { atLeast: 150 } }],
      window: { last: '1d' },
      is: { atLeast: 2 },
    },
  ],
  [
    'dear-views-7d',
    {
      event: 'Product Viewed',
      where: [{ property: 'price', is: { between: [100, 150] } }],
      window: { last: '7d' },
      is: { atLeast: 3 },
    },
  ],
  [
    'brand-alba-7d',
    {
      event: 'Product Viewed',
      where: [{ property: 'brand', is: { oneOf: ['Alba', 'Dune'] } }],
      window: { last: '7d' },
      is: { atLeast: 4 },
    },
  ],
  [
    'several-added-7d',
    {
      event: 'Product Added',
      where: [{ property: 'quantity', is: { atLeast: 3 } }],
      window: { last: '7d' },
    },
  ],
  [
    'coupon-30d',
    {
      event: 'Order Completed',
      where: [{ property: 'coupon', is: { exists: true } }],
      window: { last: '30d' },
    },
  ],
  [
    'no-coupon-90d',
    {
      event: 'Order Completed',
      where: [{ property: 'coupon', is: { exists: false } }],
      window: { last: '90d' },
      is: { atLeast: 2 },
    },
  ],
  [
    'campaign-30d',
    {
      event: ['Email Opened', 'Email Clicked'],
      where: [{ property: 'campaign', is: { equals: 'autumn' } }],
      window: { last: '30d' },
    },
  ],
  [
    'pages-outdoor-14d',
    {
      event: 'Page Viewed',
      where: [{ property: 'path', is: { startsWith: '/c/out' } }],
      window: { last: '14d' },
      is: { atLeast: 2 },
    },
  ],
  [
    'evenings-30d',
    {
      event: 'Product Viewed',
      where: {
        all: [
          { time: { hours: [18, 24] } },
          { property: 'category', is: { equals: 'Electronics' } },
        ],
      },
      window: { last: '30d' },
    },
  ],
]

const stuck = (event: string, within: string, last: string): Definition => ({
  event,
  window: { last },
  notFollowedBy: { event: 'Order Completed' },
  within,
})

/** 15 on order: sequences, and what was not followed by something. */
const ORDERED: readonly Entry[] = [
  ['stuck-30s', stuck('Checkout Started', '30s', '10m')],
  ['abandoned-1m', stuck('Product Added', '1m', '1h')],
  ['abandoned-4h', stuck('Product Added', '4h', '7d')],
  [
    'viewed-added-1h',
    {
      sequence: [{ event: 'Product Viewed' }, { event: 'Product Added' }],
      within: '10m',
      window: { last: '1h' },
    },
  ],
  ['stuck-1h', stuck('Checkout Started', '1h', '3d')],
  ['stuck-1d', stuck('Checkout Started', '1d', '30d')],
  ['clicked-and-left', stuck('Email Clicked', '1d', '14d')],
  ['opened-and-left', stuck('Email Opened', '3d', '30d')],
  [
    'viewed-ordered-7d',
    {
      sequence: [{ event: 'Product Viewed' }, { event: 'Order Completed' }],
      within: '1h',
      window: { last: '7d' },
    },
  ],
  [
    'opened-viewed-30d',
    {
      sequence: [{ event: 'Email Opened' }, { event: 'Product Viewed' }],
      within: '1d',
      window: { last: '30d' },
    },
  ],
  [
    'opened-after-viewing',
    {
      sequence: [{ event: 'Product Viewed' }, { event: 'Email Opened' }],
      without: { event: 'Order Completed' },
      within: '7d',
      window: { last: '30d' },
    },
  ],
  [
    'funnel-7d',
    {
      sequence: [
        { event: 'Product Viewed' },
        { event: 'Product Added' },
        { event: 'Checkout Started' },
      ],
      within: '1h',
      window: { last: '7d' },
    },
  ],
  [
    'funnel-30d',
    {
      sequence: [
        { event: 'Product Added' },
        { event: 'Checkout Started' },
        { event: 'Order Completed' },
      ],
      within: '1d',
      window: { last: '30d' },
    },
  ],
  [
    'tea-then-coffee',
    {
      sequence: [
        { event: 'Product Viewed', where: [{ property: 'category', is: { equals: 'Tea' } }] },
        { event: 'Product Viewed', where: [{ property: 'category', is: { equals: 'Coffee' } }] },
      ],
      within: '7d',
      window: { last: '30d' },
    },
  ],
  [
    'came-back',
    {
      sequence: [{ event: 'Order Completed' }, { event: 'Page Viewed' }],
      within: '14d',
      window: { last: '60d' },
    },
  ],
]

/** 10 that refer to others. */
const REFERRING: readonly Entry[] = [
  ['vip-now', { all: [{ audience: 'spent-500' }, { audience: 'viewed-1m' }] }],
  ['lapsed-vip', { all: [{ audience: 'spent-500' }, { not: { audience: 'ordered-90d' } }] }],
  ['stuck-vip', { all: [{ audience: 'stuck-30s' }, { audience: 'spent-500' }] }],
  ['pro-coffee', { all: [{ audience: 'plan-pro' }, { audience: 'coffee-spent-90d' }] }],
  ['not-suppressed', { all: [{ audience: 'abandoned-1m' }, { not: { audience: 'ordered-90d' } }] }],
  ['vip-or-pro', { any: [{ audience: 'spent-500' }, { audience: 'plan-pro' }] }],
  [
    'letter-to-vip',
    {
      all: [
        { audience: 'vip-or-pro' },
        { audience: 'newsletter' },
        { not: { audience: 'stuck-30s' } },
      ],
    },
  ],
  [
    'coffee-now-held-out',
    { all: [{ audience: 'coffee-1m' }, { share: { salt: 'bench', from: 0.1, to: 1 } }] },
  ],
  ['known-and-here', { all: [{ audience: 'seen-30s' }, { audience: 'newsletter' }] }],
  [
    'winback',
    { all: [{ audience: 'lapsed-vip' }, { event: 'Email Opened', window: { last: '30d' } }] },
  ],
]

/** 25 on traits; some wait for a date to come round. */
const TRAITS: readonly Entry[] = [
  ['plan-pro', { trait: 'plan', is: { equals: 'pro' } }],
  ['newsletter', { trait: 'newsletter', is: { equals: true } }],
  ['from-germany', { trait: 'country', is: { equals: 'DE' } }],
  ['trial-ending', { trait: 'trialEndsAt', is: { withinNext: '3d' } }],
  ['birthday-today', { trait: 'birthday', is: { anniversaryWithin: '1d' } }],
  ['birthday-week', { trait: 'birthday', is: { anniversaryWithin: '7d' } }],
  ['plan-paid', { trait: 'plan', is: { oneOf: ['basic', 'pro', 'team'] } }],
  ['plan-free-long', { trait: 'plan', is: { equals: 'free' }, for: '30d' }],
  ['plan-team-week', { trait: 'plan', is: { equals: 'team' }, for: '7d' }],
  ['upgraded-30d', { trait: 'plan', changed: { to: { equals: 'pro' } }, window: { last: '30d' } }],
  ['changed-7d', { trait: 'plan', changed: {}, window: { last: '7d' } }],
  [
    'left-team-90d',
    { trait: 'plan', changed: { from: { equals: 'team' } }, window: { last: '90d' } },
  ],
  ['new-1d', { trait: 'profile.firstSeenAt', is: { withinLast: '1d' } }],
  ['new-30d', { trait: 'createdAt', is: { withinLast: '30d' } }],
  ['old-300d', { trait: 'createdAt', is: { moreThanAgo: '300d' } }],
  ['anonymous', { not: { trait: 'profile.isKnown', is: { equals: true } } }],
  ['many-points', { trait: 'points', is: { atLeast: 4000 } }],
  ['few-points', { trait: 'points', is: { between: [1, 500] } }],
  ['neighbours', { trait: 'country', is: { oneOf: ['AT', 'CH', 'PL', 'NL', 'FR'] } }],
  ['berlin', { trait: 'city', is: { equals: 'berlin', ignoreCase: true } }],
  ['from-the-south', { trait: 'city', is: { matches: '^(Rome|Madrid)$' } }],
  ['example-mail', { trait: 'email', is: { endsWith: '7@example.com' } }],
  [
    'german-pro',
    {
      all: [
        { trait: 'country', is: { equals: 'DE' } },
        { trait: 'plan', is: { equals: 'pro' } },
      ],
    },
  ],
  ['no-plan', { trait: 'plan', is: { exists: false } }],
  [
    'trial-over',
    {
      all: [
        { trait: 'trialEndsAt', is: { moreThanAgo: '1d' } },
        { trait: 'plan', is: { equals: 'free' } },
      ],
    },
  ],
]

/** By what they are made of, as the issue counts them: 30, 20, 15, 10 and 25 of a hundred. */
export const GROUPS: Readonly<Record<string, readonly Entry[]>> = {
  counts: COUNTS,
  filtered: FILTERED,
  ordered: ORDERED,
  traits: TRAITS,
  referring: REFERRING,
}

/**
 * So many audiences, each group with its share of them, referenced ones before those that refer to them. Beyond a hundred, variants with other
 * windows and thresholds follow, so that no fact of theirs is one that is computed already.
 */
export function audiences(count: number): readonly BenchAudience[] {
  return Array.from({ length: Math.ceil(count / 100) }, (_, variant) => {
    const share = Math.min(1, count / 100 - variant)
    let before = 0
    return Object.values(GROUPS).flatMap((group) => {
      // Rounded from the beginning of all groups, so that the shares add up.
      const from = Math.round(before * share)
      before += group.length
      const some = group.slice(0, Math.round(before * share) - from)
      return some.map(([id, definition]) => variantOf(id, definition, variant))
    })
  }).flat()
}

const variantOf = (id: string, definition: Definition, by: number): BenchAudience =>
  by === 0 ? { id, definition } : { id: `${id}-v${by}`, definition: varied(definition, by) }

/** The same definition with longer durations, higher numbers, and references to variants. */
function varied(definition: Definition, by: number): Definition {
  const vary = (value: unknown, key: string): unknown => {
    // Hours end at midnight.
    if (Array.isArray(value)) return key === 'hours' ? value : value.map((one) => vary(one, key))
    if (typeof value === 'number') return key === 'from' || key === 'to' ? value : value + by
    if (typeof value === 'string') {
      if (key === 'audience') return `${value}-v${by}`
      const [, length, unit] = /^(\d+)([smhdw])$/.exec(value) ?? []
      return length === undefined || unit === undefined ? value : `${Number(length) + by}${unit}`
    }
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([k, inner]) => [k, vary(inner, k)]))
  }
  // What comes out has the shape of what went in.
  return vary(definition, '') as Definition
}
