import { expect, test } from 'vitest'
import { persona, type PersonaFacts } from './persona.ts'

const nothing: PersonaFacts['members'] = {
  buyers: 0,
  averageOrderValue: undefined,
  ordersPerBuyer: undefined,
  repeatRate: undefined,
  churnRate: undefined,
  openRate: undefined,
}
const empty: PersonaFacts = {
  subject: { size: 0 },
  share: 0,
  revenueShare: undefined,
  currencies: [],
  members: nothing,
  all: nothing,
  channels: [],
  categories: [],
  apart: [],
}

test('five lines, each made of the facts', () => {
  const lines = persona({
    ...empty,
    subject: { size: 8_123 },
    share: 0.0081,
    revenueShare: 0.1234,
    currencies: ['EUR'],
    members: {
      buyers: 8_000,
      averageOrderValue: '45.104999999',
      ordersPerBuyer: 3.24,
      repeatRate: 0.61,
      churnRate: 0.05,
      openRate: 0.54,
    },
    all: { ...nothing, buyers: 1, averageOrderValue: '31', openRate: 0.31 },
    channels: [{ name: 'email', members: 4, shareOfMembers: 0.7, index: 120 }],
    categories: [
      { name: 'Coffee', members: 9, shareOfMembers: 0.62, index: 110 },
      { name: 'Kitchen', members: 3, shareOfMembers: 0.2, index: 212 },
    ],
    apart: [
      {
        kind: 'trait',
        name: 'plan',
        values: [{ value: 'pro', shareOfMembers: 0.48, index: 240 }],
        means: undefined,
      },
      { kind: 'trait', name: 'age', values: [], means: { members: 51.26, all: 40 } },
      { kind: 'measure', name: 'revenue per person', values: [], means: { members: 5, all: 1 } },
      {
        kind: 'behaviour',
        name: 'Email Opened',
        values: [{ value: true, shareOfMembers: 0.9, index: 180.4 }],
        means: undefined,
      },
    ],
  })
  expect(lines).toEqual([
    '8,123 people, 0.8 % of everyone, with 12 % of the revenue.',
    'Buyers order 3.2 times at 45.10 EUR an order (everyone: 31.00); 61 % came back to order again, 5 % have gone quiet.',
    "They mostly buy Coffee (62 % of buyers); they buy Kitchen at 2.1 times everyone's rate.",
    'They answer on email most (70 % of those who answer); 54 % open emails (everyone: 31 %).',
    'What sets them apart: plan is "pro" (48 %, index 240); age is 51.3 on average (everyone: 40); Email Opened (90 %, index 180).',
  ])
})

test('what is not known is said, and never a number', () => {
  const lines = persona({ ...empty, subject: { size: 1 }, share: 0.000001 })
  expect(lines).toEqual([
    '1 person, under 0.1 % of everyone.',
    'None of them has ordered anything so far.',
    'What they need is not known: they have bought nothing.',
    'How to reach them is not known: they have answered on no channel.',
    'Nothing that is known sets them apart from everyone else.',
  ])
  expect(lines.join(' ')).not.toMatch(/NaN|undefined|null/)
})
