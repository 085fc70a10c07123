import type { Template } from '../template.ts'
import { blank, duration, number, ordered, texts, trait, wholeNumber } from './words.ts'

/** Companies: firmographic. The traits are those of accounts, from `group` calls, but for a person's role. */
export const business: readonly Template[] = [
  {
    id: 'industry',
    name: 'Industry',
    way: 'firmographic',
    explanation: 'People of companies in certain industries that bought something.',
    parameters: [
      trait('industry', "the account's trait with the industry", 'industry'),
      texts('industries', 'the industries', ['Software']),
      duration('within', 'the company ordered within', '365d'),
    ],
    definition: {
      account: {
        all: [
          { trait: blank('industry'), is: { oneOf: blank('industries') } },
          { event: ordered, window: { last: blank('within') } },
        ],
      },
    },
  },
  {
    id: 'company-size',
    name: 'Company size',
    way: 'firmographic',
    explanation: 'People of companies with so many employees that are active.',
    parameters: [
      trait('employees', "the account's trait with the number of employees", 'employees'),
      wholeNumber('from', 'at least so many', 50),
      wholeNumber('to', 'at most so many', 1000),
      duration('within', 'somebody of the company was active within', '90d'),
    ],
    definition: {
      account: {
        all: [
          { trait: blank('employees'), is: { between: [blank('from'), blank('to')] } },
          { event: '*', window: { last: blank('within') } },
        ],
      },
    },
  },
  {
    id: 'company-revenue',
    name: 'Company revenue',
    way: 'firmographic',
    explanation: 'People of companies with a yearly revenue of at least so much.',
    parameters: [
      trait('revenue', "the account's trait with the yearly revenue", 'annualRevenue'),
      number('least', 'at least so much', 1_000_000),
      duration('within', 'somebody of the company was active within', '90d'),
    ],
    definition: {
      account: {
        all: [
          { trait: blank('revenue'), is: { atLeast: blank('least') } },
          { event: '*', window: { last: blank('within') } },
        ],
      },
    },
  },
  {
    id: 'decision-makers',
    name: 'Decision makers at a sales stage',
    way: 'firmographic',
    explanation: 'People with a certain role whose sales stage is one of those named.',
    parameters: [
      trait('role', "the person's trait with the role", 'role'),
      texts('roles', 'the roles', ['executive', 'finance', 'buyer']),
      trait('stage', "the person's trait with the sales stage", 'salesStage'),
      texts('stages', 'the stages', ['qualified', 'opportunity']),
    ],
    definition: {
      all: [
        { trait: blank('role'), is: { oneOf: blank('roles') } },
        { trait: blank('stage'), is: { oneOf: blank('stages') } },
      ],
    },
  },
  {
    id: 'quiet-accounts',
    name: 'Companies gone quiet',
    way: 'firmographic',
    explanation: 'Companies that used to order and where nobody has for a while.',
    parameters: [
      wholeNumber('orders', 'at least so many orders in all', 3),
      duration('quiet', 'and none for this long', '60d'),
    ],
    definition: {
      account: {
        all: [
          { event: ordered, is: { atLeast: blank('orders') } },
          { not: { event: ordered, window: { last: blank('quiet') } } },
        ],
      },
    },
  },
]
