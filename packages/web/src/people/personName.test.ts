import { expect, test } from 'vitest'
import { personName } from './personName.ts'

const email = { kind: 'email', value: 'ada@example.com' }

test.each([
  [{ firstName: 'Ada', lastName: 'King' }, [email], 'Ada King', 'ada@example.com'],
  [{ firstName: 'Ada' }, [], 'Ada', 'profile 7'],
  [{}, [email], 'ada@example.com', 'profile 7'],
  [{ name: 5 }, [{ kind: 'anonymous_id', value: 'a1' }], 'Anonymous', 'profile 7'],
])('%j with %j', (traits, identifiers, name, more) => {
  expect(personName({ profile: '7', traits, identifiers })).toEqual({ name, more })
})
