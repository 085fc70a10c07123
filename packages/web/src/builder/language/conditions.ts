import type { JsonObject } from '@muster/core'
import type { Field, Form } from './form.ts'

/** A kind of condition: what the row begins with, said and denied, and what sort of thing it asks for. */
export interface ConditionForm extends Form {
  readonly yes: string
  readonly no: string
  /** Which colour marks it: what people did, what they are, where they belong. */
  readonly sort: 'did' | 'is' | 'belongs' | 'account'
  readonly initial: JsonObject
  /** Whether it may stand inside of an account. */
  readonly inAccount: boolean
  /** Unless it may not stand inside of a computed trait. */
  readonly inTrait?: false
}

const event: Field = { key: 'event', kind: 'event', initial: '' }
const window: Field = {
  key: 'window',
  kind: 'window',
  add: 'a time window',
  initial: { last: '30d' },
}
const where: Field = {
  key: 'where',
  kind: 'filters',
  add: 'a filter',
  initial: [{ property: '', is: { equals: '' } }],
  isBelow: true,
}

const aggregate: Field = {
  key: 'aggregate',
  kind: 'aggregate',
  add: 'a measure (total, average …)',
  initial: { sum: '' },
}

/** An event on its way: in a sequence, or as what did not follow. */
export const stepForm: Form = {
  ...{ id: 'step', keys: ['event'], name: 'Step', initial: { event: '' } },
  fields: [event, where],
}

/** One amount of a ratio. */
export const measureForm: Form = {
  ...{ id: 'measure', keys: ['event'], name: 'Amount', initial: { event: '' } },
  fields: [aggregate, { ...event, before: 'of' }, window, where],
}

export const conditions: readonly ConditionForm[] = [
  {
    id: 'then_not',
    keys: ['notFollowedBy'],
    ...{ name: 'Did one thing, then not another', yes: 'did', no: 'never did', sort: 'did' },
    detail: 'Put into the cart and did not order within 4 hours',
    inAccount: true,
    initial: { event: '', window: { last: '7d' }, notFollowedBy: { event: '' }, within: '4h' },
    fields: [
      event,
      window,
      where,
      {
        key: 'notFollowedBy',
        kind: 'step',
        before: 'and then not',
        initial: { event: '' },
        isBelow: true,
      },
      {
        key: 'within',
        kind: 'duration',
        before: 'within',
        after: 'after it',
        initial: '4h',
        isBelow: true,
      },
    ],
  },
  {
    id: 'event',
    keys: ['event'],
    ...{ name: 'Did something', yes: 'did', no: 'did not do', sort: 'did' },
    detail: 'How often, how much, when: any event',
    inAccount: true,
    initial: { event: '', window: { last: '30d' } },
    fields: [
      event,
      { ...aggregate, before: 'with', needs: { is: { atLeast: 100 } } },
      { key: 'is', kind: 'test', add: 'how often', initial: { atLeast: 2 } },
      window,
      where,
    ],
  },
  {
    id: 'sequence',
    keys: ['sequence'],
    ...{ name: 'Did things in order', yes: 'did in order', no: 'did not do in order', sort: 'did' },
    detail: 'First this, then that, perhaps without something between',
    inAccount: true,
    initial: { sequence: [{ event: '' }, { event: '' }], within: '7d' },
    fields: [
      { key: 'sequence', kind: 'steps', initial: [], isBelow: true },
      {
        key: 'within',
        kind: 'duration',
        before: 'all within',
        add: 'a time limit',
        initial: '7d',
        isBelow: true,
      },
      {
        key: 'without',
        kind: 'step',
        before: 'without',
        after: 'in between',
        add: 'an interruption',
        initial: { event: '' },
        isBelow: true,
      },
      { ...window, before: 'beginning', isBelow: true },
    ],
  },
  {
    id: 'ratio',
    keys: ['ratio'],
    ...{ name: 'Compare two amounts', yes: 'has a ratio of', no: 'has no ratio of', sort: 'did' },
    detail: 'Revenue of this month against the month before',
    inAccount: true,
    initial: {
      ratio: [
        { event: '', window: { last: '30d' } },
        { event: '', window: { ago: ['60d', '30d'] } },
      ],
      is: { atMost: 0.5 },
    },
    fields: [
      { key: 'ratio', kind: 'measures', initial: [], isBelow: true },
      { key: 'is', kind: 'numberTest', before: 'is', initial: { atMost: 0.5 }, isBelow: true },
    ],
  },
  {
    id: 'change',
    keys: ['changed'],
    ...{ name: 'A trait changed', yes: 'had a change of', no: 'had no change of', sort: 'is' },
    detail: 'Upgraded from free to pro this month',
    inAccount: true,
    initial: { trait: '', changed: { to: { equals: '' } }, window: { last: '30d' } },
    fields: [
      { key: 'trait', kind: 'trait', initial: '' },
      { key: 'changed', kind: 'changed', initial: {} },
      window,
    ],
  },
  {
    id: 'trait',
    keys: ['trait'],
    ...{ name: 'Has a trait', yes: 'has', no: 'does not have', sort: 'is' },
    detail: 'Plan, country, trial end: what is known of somebody',
    inAccount: true,
    initial: { trait: '', is: { equals: '' } },
    fields: [
      { key: 'trait', kind: 'trait', initial: '' },
      { key: 'is', kind: 'predicate', initial: { equals: '' } },
      {
        key: 'for',
        kind: 'duration',
        before: 'and has been so for',
        add: 'for how long',
        initial: '7d',
        ofHistory: true,
      },
    ],
  },
  {
    id: 'audience',
    keys: ['audience'],
    ...{ name: 'In another audience', yes: 'is in', no: 'is not in', sort: 'belongs' },
    detail: 'Build on what is there, or leave somebody out',
    inAccount: false,
    inTrait: false,
    initial: { audience: '' },
    fields: [{ key: 'audience', kind: 'audience', initial: '' }],
  },
  {
    id: 'list',
    keys: ['list'],
    ...{ name: 'On a list', yes: 'is on', no: 'is not on', sort: 'belongs' },
    detail: 'Put there by hand or by import',
    inAccount: false,
    initial: { list: '' },
    fields: [{ key: 'list', kind: 'list', initial: '' }],
  },
  {
    id: 'identifier',
    keys: ['identifier'],
    ...{ name: 'Can be reached by', yes: 'has', no: 'does not have', sort: 'belongs' },
    detail: 'Email, phone, device: how many identifiers of a kind',
    inAccount: false,
    initial: { identifier: 'email' },
    fields: [
      { key: 'identifier', kind: 'identifierKind', initial: 'email' },
      { key: 'is', kind: 'numberTest', add: 'how many', initial: { atLeast: 2 } },
    ],
  },
  {
    id: 'account',
    keys: ['account'],
    ...{
      name: 'Belongs to an account',
      yes: 'belongs to an account where',
      no: 'belongs to no account where',
      sort: 'account',
    },
    detail: 'Traits of a company, and what all its people did',
    inAccount: false,
    initial: { account: { all: [{ trait: '', is: { equals: '' } }] } },
    fields: [{ key: 'account', kind: 'condition', initial: { all: [] }, isBelow: true }],
  },
  {
    id: 'share',
    keys: ['share'],
    ...{ name: 'A random share', yes: 'is in', no: 'is not in', sort: 'belongs' },
    detail: 'A part of everybody that stays the same: to test on',
    inAccount: false,
    initial: { share: { salt: 'test', from: 0, to: 0.1 } },
    fields: [{ key: 'share', kind: 'share', initial: { salt: 'test', from: 0, to: 0.1 } }],
  },
  {
    id: 'everyone',
    keys: ['everyone'],
    ...{ name: 'Everyone', yes: 'is anyone', no: 'is no one', sort: 'belongs' },
    detail: 'All profiles, known and anonymous',
    inAccount: true,
    initial: { everyone: true },
    fields: [],
  },
]

/** In which order they are offered: what is needed most first. */
export const offered: readonly string[] = [
  ...['event', 'trait', 'audience', 'then_not', 'sequence', 'ratio', 'change'],
  ...['account', 'list', 'identifier', 'share', 'everyone'],
]
