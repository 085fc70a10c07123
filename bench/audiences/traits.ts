import type { Entry } from './entry.ts'

/** 25 on traits; some wait for a date to come round. */
export const TRAITS: readonly Entry[] = [
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
