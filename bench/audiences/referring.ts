import type { Entry } from './entry.ts'

/** 10 that refer to others. */
export const REFERRING: readonly Entry[] = [
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
