import {
  emptyBucket,
  returnAttempt,
  takeAttempt,
  type AttemptLimit,
} from '../metadata/access/attempts.ts'
import { endSessions, findSession, touchSession } from '../metadata/access/sessions.ts'
import { sweepAccess } from '../metadata/access/sweep.ts'
import {
  findByEmail,
  findUser,
  lockUsers,
  passwordHashOf,
  updateUser,
} from '../metadata/access/users.ts'
import { done, refused } from '../metadata/outcome.ts'
import type { AccessApi, Admission, OwnApi } from './accessApi.ts'
import { audit, openSession, plainEmail } from './context.ts'
import type { AccessContext } from './context.ts'
import { checkPassword } from './passwords.ts'
import { hashOf } from './tokens.ts'

/** Ten wrong passwords, then one a minute: 1,450 guesses a day at most, against the 10^8 that a password must withstand. */
const ofAccount: AttemptLimit = { burst: 10, everyMs: 60_000 }
/** An office shares an address. */
const ofAddress: AttemptLimit = { burst: 40, everyMs: 15_000 }
const TOUCH_MS = 60_000

const wrong: Admission = refused(
  'wrong_credentials',
  [],
  'The email address or the password is not right. Try again, or ask an admin for a link to set a new password.',
)

/** Signing in by password, and the sessions that come of it. */
export function createSignIn(
  context: AccessContext,
): Pick<AccessApi, 'signIn' | 'session'> & Pick<OwnApi, 'changePassword'> {
  const { metadata, clock, passwords, limits } = context
  const { db } = metadata

  /** Tries a password of an account; the count of attempts is taken before, and given back for a right one. */
  const attempt = async (
    email: string,
    address: string,
    stored: string | null,
    password: string,
  ): Promise<Admission | 'right' | 'wrong'> => {
    const at = clock()
    const account = `account:${hashOf(email)}`
    const place = `address:${hashOf(address)}`
    const wait =
      (await takeAttempt(db, place, ofAddress, at)) ||
      (await takeAttempt(db, account, ofAccount, at))
    if (wait > 0) return tooMany(Math.ceil(wait / 1_000))
    const isRight = await passwords.verify(stored, password)
    if (isRight === 'busy') return tooMany(2)
    if (!isRight) return 'wrong'
    await emptyBucket(db, account)
    await returnAttempt(db, place, ofAddress)
    return 'right'
  }

  return {
    async signIn({ email: given, password }, arrival) {
      const email = plainEmail(given)
      const found = await findByEmail(db, email)
      const stored = found?.passwordHash ?? null
      const tried = await attempt(email, arrival.address, stored, password)
      if (typeof tried === 'object') return tried
      const at = clock()
      if (tried === 'wrong' || found === undefined) {
        // What was typed may be a password in the wrong field, so an address that nobody has is not kept.
        const { email: actor, id } = found?.user ?? { email: 'unknown', id: 'unknown' }
        await audit(db, at, actor, 'session.refused', id, { after: { address: arrival.address } })
        return wrong
      }
      const signedIn = await metadata.transaction(async (tx) => {
        await lockUsers(tx)
        // Whoever was removed meanwhile, or has set another password, is not let in by the old one.
        if ((await passwordHashOf(tx, found.user.id)) !== stored) return undefined
        const user = (await findUser(tx, found.user.id)) ?? found.user
        await sweepAccess(tx, { at, idleSince: at - limits.idleMs })
        const after = { address: arrival.address }
        await audit(tx, at, user.email, 'session.start', user.id, { after })
        return openSession(tx, context, user, arrival)
      })
      return signedIn === undefined ? wrong : done(signedIn)
    },

    async session(token) {
      const at = clock()
      const times = { at, idleSince: at - limits.idleMs }
      const session = await findSession(db, hashOf(token), times)
      const user = session && (await findUser(db, session.userId))
      if (session === undefined || user === undefined) return undefined
      if (at - session.lastUsedAt > TOUCH_MS) await touchSession(db, session.id, at)
      return { session, user }
    },

    async changePassword({ id, email, name }, { current = '', wanted }, arrival) {
      const stored = await passwordHashOf(db, id)
      if (stored !== null) {
        const tried = await attempt(email, arrival.address, stored, current)
        if (typeof tried === 'object') return tried
        if (tried === 'wrong') {
          await audit(db, clock(), email, 'user.password_refused', id)
          const message = 'This is not the password that you have now. Try again.'
          return refused('wrong_password', ['current'], message)
        }
      }
      const fault = checkPassword(wanted, [email, name])
      if (fault !== undefined) return fault
      const hash = await passwords.hash(wanted)
      return metadata.transaction(async (tx) => {
        const user = await updateUser(tx, id, { password_hash: hash })
        if (user === undefined) return wrong
        await endSessions(tx, id)
        await audit(tx, clock(), email, 'user.password', id)
        return done(await openSession(tx, context, user, arrival))
      })
    },
  }
}

function tooMany(retryAfterSeconds: number): Admission {
  const message = `There were too many attempts. Wait ${retryAfterSeconds} seconds, and try again.`
  const { error } = refused('too_many_attempts', [], message)
  return { ok: false, error: { ...error, retryAfterSeconds } }
}
