import { expect, test } from 'vitest'
import { peopleAsCsv } from './csv.ts'

test('a column for each kind and trait, quotes where they are needed, no formulas', () => {
  const people = [
    {
      profile: '7',
      identifiers: [
        { kind: 'email', value: 'a@example.com' },
        { kind: 'email', value: 'b@example.com' },
        { kind: 'phone', value: '+49301234' },
      ],
      traits: { name: 'King, "Ada"', age: 36 },
    },
    { profile: '8', identifiers: [], traits: { name: '=1+1' } },
  ]
  expect(peopleAsCsv(people)).toBe(
    'profile,email,phone,trait.age,trait.name\r\n' +
      '7,a@example.com|b@example.com,+49301234,36,"King, ""Ada"""\r\n' +
      "8,,,,'=1+1\r\n",
  )
})
