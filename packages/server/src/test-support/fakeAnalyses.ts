import type { AnalysesApi, AudienceReport, Named, Reason, Subject } from '@muster/engine'
import { reasons } from '@muster/engine'
import { done, refused } from './fakeOutcome.ts'

export interface FakeAnalyses {
  readonly api: AnalysesApi
  /** Every question with its signal, in order. */
  readonly asked: { readonly question: unknown; readonly signal: AbortSignal | undefined }[]
}

/** Analyses that find the same two people whatever they are asked; an audience called `none` is not there. */
export function fakeAnalyses(): FakeAnalyses {
  const asked: FakeAnalyses['asked'] = []
  const isThere = (subject: Subject) => !('audience' in subject && subject.audience === 'none')
  const noAudience = refused('unknown_audience', ['subject', 'audience'])
  const named = (subject: Subject): Named => ({
    audience: 'audience' in subject ? subject.audience : undefined,
    ...{ name: 'VIP', sentence: 'Everyone.', at: subject.at ?? 1_700_000_000_000, size: 2 },
  })
  const zero = Object.fromEntries(reasons.map((reason) => [reason, 0])) as Record<Reason, number>
  const nobody: Named = { ...named({ audience: 'vip' }), size: 0 }

  const api: AnalysesApi = {
    report: (subject, signal) => {
      asked.push({ question: subject, signal })
      return Promise.resolve(isThere(subject) ? done(reportOf(named(subject))) : noAudience)
    },
    overlap: (subjects, options, signal) => {
      asked.push({ question: { subjects, options }, signal })
      const pair = { a: 0, b: 1, both: 1, shareOfA: 0.5, shareOfB: 0.5, jaccard: 1 / 3 }
      const combinations = [{ sets: [0, 1], people: 1 }]
      const all = { combinationsInAll: 1, peopleInAll: 3 }
      return Promise.resolve(
        done({ sets: subjects.map(named), pairs: [pair], combinations, ...all }),
      )
    },
    duplicates: (options, signal) => {
      asked.push({ question: options, signal })
      const pair = { a: nobody, b: nobody, both: 0, jaccard: 0, sameMeaning: true }
      return Promise.resolve(done({ compared: 2, pairs: [pair] }))
    },
    suppression: (who, without, signal) => {
      asked.push({ question: { who, without }, signal })
      const by = without.map((set) => ({ set: named(set), removes: 1, removesAlone: 1 }))
      return Promise.resolve(
        done({ who: named(who), left: 1, removed: 1, by, definition: undefined }),
      )
    },
    retention: (question, signal) => {
      asked.push({ question, signal })
      const cohort = { name: '2026-10', from: 0, to: 1, people: 2, returned: [2, 1] }
      const point = { offset: 0, people: 2, returned: 2, rate: 1 }
      return Promise.resolve(
        done({
          ...{ period: 'month' as const, at: 5, cohort: 'ordered', returning: 'ordered' },
          ...{ cohorts: [cohort], curve: [point, { ...point, offset: 1, rate: undefined }] },
        }),
      )
    },
    migration: (question, signal) => {
      asked.push({ question, signal })
      const states = [{ name: 'free', value: 'free' }]
      const flows = [{ from: null, to: 0, people: 2 }]
      return Promise.resolve(done({ from: 1, to: 2, states, flows, people: 2, stayed: 0 }))
    },
    history: (audience, { from, to, step }) => {
      if (audience === 'none') return Promise.resolve(refused('unknown_audience', ['id']))
      const steps = []
      for (let at = from + step; at <= to; at += step)
        steps.push({ at, size: 2, entered: { ...zero, event: 3 }, left: { ...zero, edge: 1 } })
      return Promise.resolve(done({ audience, steps }))
    },
    basket: (question, signal) => {
      asked.push({ question, signal })
      const item = { id: 'a', name: 'Beans', category: undefined, price: 5.5 }
      const figures = { count: 4, boughtCount: 8, offerCount: 5, support: 0.04 }
      const definition = { event: 'Order Completed' }
      const audience = { kind: 'cross_sell' as const, name: 'Beans', description: '', definition }
      const rule = { bought: item, offer: { ...item, id: 'b' }, ...figures, audience }
      return Promise.resolve(
        done({
          ...{ kind: 'together' as const, items: 'product' as const, baskets: 100 },
          rules: [{ ...rule, confidence: 0.5, lift: 10 }],
        }),
      )
    },
  }
  return { api, asked }
}

function reportOf(subject: Named): AudienceReport {
  const figures = {
    ...{ people: 2, active: 2, buyers: 1, orders: 3, revenue: '30.5', margin: undefined },
    ...{ averageOrderValue: '10.166666667', ordersPerBuyer: 3, repeatRate: 1 },
    ...{ lifetimeValue: '30.5', churnRate: 0, openRate: 0.5, clickRate: undefined },
    conversionRate: 0.5,
  }
  const counted = { members: 2, all: 4, shareOfMembers: 1, shareOfAll: 0.5, index: 200 }
  return {
    ...{ subject, everyone: 8, share: 0.25, revenueShare: 0.5, marginShare: undefined },
    ...{ currencies: ['EUR'], members: figures, all: figures, tests: 12 },
    channels: [{ name: 'email', ...counted }],
    categories: [{ name: 'Coffee', ...counted, index: undefined }],
    apart: [
      {
        ...{ kind: 'trait', name: 'plan', adjustedP: 0.002, strength: 0.4, means: undefined },
        test: {
          ...{ kind: 'tested', test: 'chi_square', statistic: 12, degreesOfFreedom: [1] },
          ...{ p: 0.001, effect: { measure: 'cramers_v', value: 0.4 } },
        },
        values: [{ value: 'pro', ...counted }],
      },
    ],
    leftOut: [{ trait: 'email', because: 'too_many_values' }],
    persona: ['One.', 'Two.', 'Three.', 'Four.', 'Five.'],
    tookMs: 12,
  }
}
