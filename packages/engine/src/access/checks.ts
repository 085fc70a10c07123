import { done, refused } from '../metadata/outcome.ts'
import type { Outcome } from '../metadata/outcome.ts'
import { plainEmail } from './context.ts'

/** The longest address that mail can be sent to (RFC 5321, 4.5.3.1.3). */
const longestAddress = 254
const longestName = 200

/** An address as it is kept. Whether it gets mail is not ours to know, since none is sent. */
export function checkAddress(given: string): Outcome<string, 'bad_email'> {
  const email = plainEmail(given)
  if (/^[^\s@]+@[^\s@]+$/.test(email) && email.length <= longestAddress) return done(email)
  const message = `"${given}" is no email address. Give one such as ada@example.com.`
  return refused('bad_email', ['email'], message)
}

export function checkName(given: string): Outcome<string, 'bad_name'> {
  const name = given.trim()
  if (name !== '' && name.length <= longestName) return done(name)
  const message = `A name has 1 to ${longestName} characters. Give one.`
  return refused('bad_name', ['name'], message)
}
