import { canonicalJson } from '../value/canonicalJson.ts'
import type { Json } from '../value/json.ts'

/** What a persona is made of: the part of an audience's report that can be told in a sentence. Shares lie in [0, 1]. */
export interface PersonaFacts {
  readonly subject: { readonly size: number }
  readonly share: number
  readonly revenueShare: number | undefined
  readonly currencies: readonly string[]
  readonly members: PersonaFigures
  readonly all: PersonaFigures
  readonly channels: readonly PersonaPreference[]
  readonly categories: readonly PersonaPreference[]
  readonly apart: readonly {
    readonly kind: string
    readonly name: string
    readonly values: readonly {
      readonly value: Json
      readonly shareOfMembers: number
      readonly index: number | undefined
    }[]
    readonly means: { readonly members: number; readonly all: number } | undefined
  }[]
}

interface PersonaFigures {
  readonly buyers: number
  readonly averageOrderValue: string | undefined
  readonly ordersPerBuyer: number | undefined
  readonly repeatRate: number | undefined
  readonly churnRate: number | undefined
  readonly openRate: number | undefined
}

interface PersonaPreference {
  readonly name: string
  readonly members: number
  readonly shareOfMembers: number
  readonly index: number | undefined
}

/** Five plain lines about an audience: who they are, what they are worth, what they need, how to reach them, and what sets them apart. */
export const persona = (facts: PersonaFacts): readonly [string, string, string, string, string] => [
  size(facts),
  worth(facts),
  need(facts),
  reach(facts),
  apart(facts),
]

function size({ subject, share, revenueShare }: PersonaFacts): string {
  const who = `${whole(subject.size)} ${subject.size === 1 ? 'person' : 'people'}, ${percent(share)} of everyone`
  return revenueShare === undefined
    ? `${who}.`
    : `${who}, with ${percent(revenueShare)} of the revenue.`
}

function worth({ members, all, currencies }: PersonaFacts): string {
  const { ordersPerBuyer, averageOrderValue, repeatRate, churnRate } = members
  if (ordersPerBuyer === undefined || averageOrderValue === undefined)
    return 'None of them has ordered anything so far.'
  const [currency] = currencies
  const unit = currencies.length === 1 && currency !== undefined ? ` ${currency}` : ''
  const usual =
    all.averageOrderValue === undefined ? '' : ` (everyone: ${money(all.averageOrderValue)})`
  const again = repeatRate === undefined ? '' : `; ${percent(repeatRate)} came back to order again`
  const gone = churnRate === undefined ? '' : `, ${percent(churnRate)} have gone quiet`
  return `Buyers order ${decimal(ordersPerBuyer)} times at ${money(averageOrderValue)}${unit} an order${usual}${again}${gone}.`
}

function need({ categories, members }: PersonaFacts): string {
  const [first] = categories
  if (first === undefined || first.members === 0)
    return members.buyers === 0
      ? 'What they need is not known: they have bought nothing.'
      : 'What they need is not known: their orders name no category.'
  const favourite = categories
    .filter((category) => category.members > 0 && (category.index ?? 0) >= NOTABLE)
    .toSorted((a, b) => (b.index ?? 0) - (a.index ?? 0))[0]
  const special =
    favourite === undefined
      ? ''
      : favourite.name === first.name
        ? `, ${times(favourite.index)} everyone's share`
        : `; they buy ${favourite.name} at ${times(favourite.index)} everyone's rate`
  return `They mostly buy ${first.name} (${percent(first.shareOfMembers)} of buyers)${special}.`
}

function reach({ channels, members, all }: PersonaFacts): string {
  const [first] = channels
  if (first === undefined || first.members === 0)
    return 'How to reach them is not known: they have answered on no channel.'
  const usual = all.openRate === undefined ? '' : ` (everyone: ${percent(all.openRate)})`
  const emails =
    members.openRate === undefined ? '' : `; ${percent(members.openRate)} open emails${usual}`
  return `They answer on ${first.name} most (${percent(first.shareOfMembers)} of those who answer)${emails}.`
}

/** An index from which on something is worth a word: half as common again as among everyone. */
const NOTABLE = 150
const MOST_TRAITS = 3

function apart(facts: PersonaFacts): string {
  const told = facts.apart
    .filter(({ kind }) => kind === 'trait' || kind === 'behaviour')
    .map(phrase)
    .slice(0, MOST_TRAITS)
  return told.length === 0
    ? 'Nothing that is known sets them apart from everyone else.'
    : `What sets them apart: ${told.join('; ')}.`
}

function phrase({ kind, name, values, means }: PersonaFacts['apart'][number]): string {
  if (means !== undefined)
    return `${name} is ${decimal(means.members)} on average (everyone: ${decimal(means.all)})`
  const [first] = values
  if (first === undefined) return name
  const index = first.index === undefined ? '' : `, index ${whole(Math.round(first.index))}`
  const what = kind === 'behaviour' ? name : `${name} is ${text(first.value)}`
  return `${what} (${percent(first.shareOfMembers)}${index})`
}

const text = (value: Json): string =>
  typeof value === 'string' ? `"${value}"` : canonicalJson(value)
const whole = (n: number): string => n.toLocaleString('en-GB', { maximumFractionDigits: 0 })
const decimal = (n: number): string => n.toLocaleString('en-GB', { maximumFractionDigits: 1 })
const money = (amount: string): string =>
  Number(amount).toLocaleString('en-GB', { minimumFractionDigits: 2, maximumFractionDigits: 2 })
const times = (index: number | undefined): string => `${decimal((index ?? 100) / 100)} times`

/** One place below ten per cent, none above; never 0 for something that is there. */
function percent(share: number): string {
  const points = share * 100
  if (points > 0 && points < 0.1) return 'under 0.1 %'
  return `${points.toLocaleString('en-GB', { maximumFractionDigits: points < 10 ? 1 : 0 })} %`
}
