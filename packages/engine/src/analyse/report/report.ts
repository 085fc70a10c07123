import {
  amountEach,
  amountText,
  persona,
  sql,
  type Commerce,
  type CompileContext,
} from '@muster/core'
import type { Ask } from '../ask.ts'
import type { AudienceReport, Figures } from '../reportApi.ts'
import { compileAt, gather, type Found, type SubjectContext } from '../subject.ts'
import { activityOf, type Activity, type Counted, type Sizes } from './activity.ts'
import { didOrNot, differences, number, oneOfSeveral, ofTrait, preference } from './differences.ts'
import type { Candidate } from './differences.ts'
import { categoriesOf, ordersOf, overAll, together, type Orders, type Sales } from './orders.ts'
import { traitsOf } from './traits.ts'

/** A list of differences is read by people. */
const MOST_DIFFERENCES = 40

export async function report(
  ask: Ask,
  context: SubjectContext & { readonly commerce: Commerce },
  found: Found,
  signal: AbortSignal | undefined,
): Promise<AudienceReport> {
  const began = performance.now()
  const { at } = found.about
  const { commerce } = context
  const compile = (): CompileContext => compileAt(context, at)
  const people = await gather(ask, found.people, signal)
  const everyone = await countEverybody(ask, signal)
  const sizes: Sizes = { members: people.size, all: Math.max(everyone, people.size) }
  const { members, others } = await ordersOf(ask, commerce, compile(), people, signal)
  const all = together(members, others)
  const activity = await activityOf(ask, commerce, at, people, signal)
  const { traits, leftOut } = await traitsOf(ask, compile(), people, signal)
  const categories = categoriesOf(members, others)
  const measures = [
    measure('revenue per person', 'revenueMoments', members, others, sizes),
    measure('orders per person', 'orderMoments', members, others, sizes),
  ]
  const { apart, tests } = differences(
    [
      ...measures,
      ...activity.events.map((event) => didOrNot('behaviour', event, sizes)),
      ...categories.map((category) => didOrNot('category', category, sizes)),
      oneOfSeveral(
        'channel',
        'preferred channel',
        activity.channels.map(({ name, ...counted }) => ({ value: name, ...counted })),
      ),
      ...traits.flatMap((facts) => ofTrait(facts, sizes)),
    ],
    MOST_DIFFERENCES,
  )
  const answering = sumOf(activity.channels)
  const buyers: Sizes = { members: members.buyers, all: all.buyers }
  const facts: Omit<AudienceReport, 'persona' | 'tookMs'> = {
    subject: { ...found.about, size: people.size },
    everyone: sizes.all,
    share: sizes.all === 0 ? 0 : people.size / sizes.all,
    revenueShare: shareOf(members.revenue, all.revenue),
    marginShare: shareOf(members.margin, all.margin),
    currencies: all.currencies,
    members: figures('members', people.size, members, activity),
    all: figures('all', sizes.all, all, activity),
    channels: byMembers(activity.channels).map((channel) => preference(channel, answering)),
    categories: byMembers(categories).map((category) => preference(category, buyers)),
    ...{ apart, tests, leftOut },
  }
  return { ...facts, persona: persona(facts), tookMs: performance.now() - began }
}

async function countEverybody(ask: Ask, signal: AbortSignal | undefined): Promise<number> {
  const [row] = await ask<{ readonly people: string }>(
    sql`SELECT groupBitmap(profile) AS people FROM (SELECT profile FROM assignments ORDER BY node, version DESC LIMIT 1 BY node)`,
    signal,
  )
  return Number(row?.people ?? 0)
}

/** The others' moments are known, and so is how many never ordered: both sides are tested over all of their people. */
function measure(
  name: string,
  which: 'revenueMoments' | 'orderMoments',
  members: Orders,
  others: Orders,
  sizes: Sizes,
): Candidate {
  const ours = overAll(members[which], sizes.members)
  const theirs = overAll(others[which], sizes.all - sizes.members)
  return number('measure', name, ours, theirs)
}

const byMembers = (counted: readonly Counted[]): readonly Counted[] =>
  counted.toSorted((a, b) => b.members - a.members || b.all - a.all || (a.name < b.name ? -1 : 1))

const sumOf = (counted: readonly Counted[]): Sizes => ({
  members: counted.reduce((n, { members }) => n + members, 0),
  all: counted.reduce((n, { all }) => n + all, 0),
})

/** To 9 digits, which a double holds. */
const shareOf = (part: bigint | undefined, whole: bigint | undefined): number | undefined =>
  whole === undefined || whole <= 0n
    ? undefined
    : Number(((part ?? 0n) * 1_000_000_000n) / whole) / 1e9

function figures(
  side: 'members' | 'all',
  people: number,
  orders: Sales,
  activity: Activity,
): Figures {
  const active = activity.active[side]
  const delivered = activity.delivered[side]
  const each = (amount: bigint, count: number): string | undefined => {
    const average = amountEach(amount, count)
    return average === undefined ? undefined : amountText(average)
  }
  const rate = (part: number, whole: number): number | undefined =>
    whole === 0 ? undefined : part / whole
  return {
    ...{ people, active, buyers: orders.buyers, orders: orders.orders },
    revenue: amountText(orders.revenue),
    margin: orders.margin === undefined ? undefined : amountText(orders.margin),
    averageOrderValue: each(orders.revenue, orders.orders),
    ordersPerBuyer: rate(orders.orders, orders.buyers),
    repeatRate: rate(orders.repeatBuyers, orders.buyers),
    lifetimeValue: each(orders.revenue, orders.buyers),
    churnRate: rate(orders.churned, orders.buyers),
    openRate: rate(activity.opened[side], delivered),
    clickRate: rate(activity.clicked[side], delivered),
    conversionRate: rate(orders.buyers, active),
  }
}
