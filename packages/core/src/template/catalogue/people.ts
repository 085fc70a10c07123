import type { Template } from '../template.ts'
import { blank, duration, number, text, texts, trait, wholeNumber } from './words.ts'

/** Who people are and where: demographic and geographic. */
export const people: readonly Template[] = [
  {
    id: 'age-band',
    name: 'Age band, still active',
    way: 'demographic',
    explanation:
      'People of an age who did something lately. Age alone says little, so activity is part of it.',
    parameters: [
      trait('age', 'the trait with the age in years', 'age'),
      wholeNumber('from', 'the lowest age', 25),
      wholeNumber('to', 'the highest age', 34),
      duration('within', 'how lately they were active', '90d'),
    ],
    definition: {
      all: [
        { trait: blank('age'), is: { between: [blank('from'), blank('to')] } },
        { event: '*', window: { last: blank('within') } },
      ],
    },
  },
  {
    id: 'gender',
    name: 'Gender, with an interest shown',
    way: 'demographic',
    explanation: 'People of one gender who looked at a category lately.',
    parameters: [
      trait('gender', 'the trait with the gender', 'gender'),
      text('value', 'its value', 'female'),
      text('category', 'the category they looked at'),
      duration('within', 'how lately', '30d'),
    ],
    definition: {
      all: [
        { trait: blank('gender'), is: { equals: blank('value'), ignoreCase: true } },
        {
          event: { $commerce: 'productViewed' },
          where: [{ property: { $commerce: 'category' }, is: { equals: blank('category') } }],
          window: { last: blank('within') },
        },
      ],
    },
  },
  {
    id: 'birthday-soon',
    name: 'Birthday coming up',
    way: 'demographic',
    explanation: 'Whose birthday comes round within the next days, for a greeting or a present.',
    parameters: [
      trait('birthday', 'the trait with the date of birth', 'birthday'),
      duration('ahead', 'how long before', '7d'),
    ],
    definition: { trait: blank('birthday'), is: { anniversaryWithin: blank('ahead') } },
  },
  {
    id: 'income-and-spend',
    name: 'High income, low spend',
    way: 'demographic',
    explanation: 'People of an income band who have spent less with you than they could.',
    parameters: [
      trait('income', 'the trait with the income band', 'incomeBand'),
      texts('bands', 'the bands that count as high', ['high']),
      number('below', 'revenue in the window, below this', 100),
      duration('within', 'the window', '365d'),
    ],
    definition: {
      all: [
        { trait: blank('income'), is: { oneOf: blank('bands') } },
        {
          event: { $commerce: 'order' },
          window: { last: blank('within') },
          aggregate: { sum: { $commerce: 'revenuePath' } },
          is: { lessThan: blank('below') },
        },
      ],
    },
  },
  {
    id: 'household',
    name: 'Larger households that buy',
    way: 'demographic',
    explanation: 'People who shop for several, for family packs and bundles.',
    parameters: [
      trait('household', 'the trait with the number of people', 'householdSize'),
      wholeNumber('size', 'at least so many', 3),
      duration('within', 'ordered within', '180d'),
    ],
    definition: {
      all: [
        { trait: blank('household'), is: { atLeast: blank('size') } },
        { event: { $commerce: 'order' }, window: { last: blank('within') } },
      ],
    },
  },
  {
    id: 'occupation-education',
    name: 'Education or occupation',
    way: 'demographic',
    explanation: 'People of certain schooling or work who were seen lately.',
    parameters: [
      trait('education', 'the trait with the education', 'education'),
      texts('levels', 'the levels that count', ['master', 'doctorate']),
      trait('occupation', 'the trait with the occupation', 'occupation'),
      texts('occupations', 'the occupations that count', ['teacher', 'engineer']),
      duration('within', 'seen within', '90d'),
    ],
    definition: {
      all: [
        {
          any: [
            { trait: blank('education'), is: { oneOf: blank('levels') } },
            { trait: blank('occupation'), is: { oneOf: blank('occupations') } },
          ],
        },
        { event: '*', window: { last: blank('within') } },
      ],
    },
  },
  {
    id: 'country',
    name: 'Country, with orders',
    way: 'geographic',
    explanation: 'Customers in certain countries who ordered lately.',
    parameters: [
      trait('country', 'the trait with the country', 'address.country'),
      texts('countries', 'the countries as the trait spells them', ['DE']),
      duration('within', 'ordered within', '365d'),
    ],
    definition: {
      all: [
        { trait: blank('country'), is: { oneOf: blank('countries') } },
        { event: { $commerce: 'order' }, window: { last: blank('within') } },
      ],
    },
  },
  {
    id: 'city',
    name: 'City or region',
    way: 'geographic',
    explanation: 'Active people of certain cities, for an event or a shop there.',
    parameters: [
      trait('city', 'the trait with the city or region', 'address.city'),
      texts('cities', 'the cities as the trait spells them', ['Berlin']),
      duration('within', 'active within', '90d'),
    ],
    definition: {
      all: [
        { trait: blank('city'), is: { oneOf: blank('cities') } },
        { event: '*', window: { last: blank('within') } },
      ],
    },
  },
  {
    id: 'postal-code',
    name: 'Postal code area',
    way: 'geographic',
    explanation: 'Active people whose postal code begins with certain digits.',
    parameters: [
      trait('postalCode', 'the trait with the postal code, as text', 'address.postalCode'),
      text('prefix', 'how it begins', '10'),
      duration('within', 'active within', '90d'),
    ],
    definition: {
      all: [
        { trait: blank('postalCode'), is: { startsWith: blank('prefix') } },
        { event: '*', window: { last: blank('within') } },
      ],
    },
  },
  {
    id: 'radius',
    name: 'Within a radius',
    way: 'geographic',
    explanation: 'Active people who live within so many kilometres of a point, such as a shop.',
    parameters: [
      trait('location', 'the trait with {"lat","lon"}', 'location'),
      number('lat', 'latitude of the point', 52.52),
      number('lon', 'longitude of the point', 13.405),
      number('km', 'the radius in kilometres', 25),
      duration('within', 'active within', '90d'),
    ],
    definition: {
      all: [
        {
          trait: blank('location'),
          is: { near: { lat: blank('lat'), lon: blank('lon'), km: blank('km') } },
        },
        { event: '*', window: { last: blank('within') } },
      ],
    },
  },
]
