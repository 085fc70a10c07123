import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Metadata } from '../metadata/metadata.ts'
import { atEveryPlace } from '../metadata/test-support/atEveryPlace.ts'
import { readAudit } from '../metadata/workspace/auditLog.ts'
import type { AccessApi, Actor, Admission, SignedIn, UserRole } from './accessApi.ts'
import { createAccess } from './createAccess.ts'
import { createPasswords } from './passwords.ts'

const MINUTE = 60_000
const DAY = 86_400_000
const secret = 'tidal-onion-brigade'
const arrival = { address: '192.0.2.1', agent: 'Browser' }
const owner: Actor = { by: 'ada@example.com', mayManageOwners: true }
const admin: Actor = { by: 'bo@example.com', mayManageOwners: false }
const passwords = createPasswords({ memoryCost: 1_024, timeCost: 1, parallelism: 1 })

await atEveryPlace((metadata) => {
  let now: number
  let access: AccessApi
  beforeEach(async () => {
    await sql`truncate users, one_time_links, sessions, sign_in_attempts, audit_log cascade`.execute(
      metadata().db,
    )
    now = 1_700_000_000_000
    access = accessOn(metadata())
  })

  function accessOn(store: Metadata): AccessApi {
    return createAccess({
      ...{ metadata: store, clock: () => now, randomBytes, passwords },
      limits: { longestMs: 30 * DAY, idleMs: 7 * DAY },
    })
  }
  const firstOwner = async (): Promise<SignedIn> => {
    const { token } = (await access.firstOwnerLink()) ?? { token: '' }
    const given = { token, email: ' Ada@Example.com', name: 'Ada', password: secret }
    return valueOf(await access.useLink(given, arrival))
  }
  const join = async (email: string, role: UserRole): Promise<SignedIn> => {
    const { token } = valueOf(await access.users.invite({ email, role }, owner))
    return valueOf(await access.useLink({ token, name: email, password: secret }, arrival))
  }
  const signIn = (email: string, password: string, address = '192.0.2.1') =>
    access.signIn({ email, password }, { ...arrival, address })
  const actions = async () =>
    (await readAudit(metadata().db, { limit: 50 }))
      .toReversed()
      .map(({ actor, action }) => `${actor}: ${action}`)

  describe('the first owner', () => {
    test('comes in by a link, once, and each start makes another until then', async () => {
      const first = await access.firstOwnerLink()
      const second = await access.firstOwnerLink()
      expect(first?.token).toMatch(/^[\w-]{43}$/)
      expect(first?.token).not.toBe(second?.token)
      expect(valueOf(await access.look(second?.token ?? '')).link.kind).toBe('first_owner')

      const { user, token } = await firstOwner()
      expect(user).toMatchObject({ email: 'ada@example.com', role: 'owner', hasPassword: true })
      expect((await access.session(token))?.user).toEqual(user)
      expect(await access.firstOwnerLink()).toBeUndefined()
      for (const link of [first, second]) {
        expect(await access.look(link?.token ?? '')).toMatchObject(refusal('unknown_link'))
      }
      expect(await actions()).toEqual(['ada@example.com: user.join'])
    })

    test('is one, however many links are used at once', async () => {
      const links = [await access.firstOwnerLink(), await access.firstOwnerLink()]
      const used = await Promise.all(
        links.map((link, index) =>
          access.useLink(
            {
              token: link?.token ?? '',
              email: `o${index}@example.com`,
              name: 'O',
              password: secret,
            },
            arrival,
          ),
        ),
      )
      expect(used.filter(({ ok }) => ok)).toHaveLength(1)
      expect(await access.users.list()).toHaveLength(1)
    })

    test('may mistype: a fault does not use the link up', async () => {
      const { token = '' } = (await access.firstOwnerLink()) ?? {}
      const use = (more: object) => access.useLink({ token, ...more }, arrival)
      expect(await use({ email: 'ada', name: 'Ada', password: secret })).toMatchObject(
        refusal('bad_email'),
      )
      expect(await use({ email: 'a@b.c', name: ' ', password: secret })).toMatchObject(
        refusal('bad_name'),
      )
      expect(await use({ email: 'a@b.c', name: 'A', password: 'short' })).toMatchObject(
        refusal('password_too_short'),
      )
      expect(await use({ email: 'a@b.c', name: 'A', password: secret })).toMatchObject({ ok: true })
    })

    test('who does not come for a day needs a new link', async () => {
      const { token = '' } = (await access.firstOwnerLink()) ?? {}
      now += DAY
      expect(await access.look(token)).toMatchObject(refusal('unknown_link'))
    })

    test('who lost the password gets a link at the server, which ends all sessions', async () => {
      expect(valueOf(await access.recover(undefined, 'machine')).link.kind).toBe('first_owner')
      const { token: session } = await firstOwner()
      const { token, link } = valueOf(await access.recover(undefined, 'machine'))
      expect(link.kind).toBe('password')
      const again = await access.recover(' ADA@example.com', 'machine')
      expect(again.ok).toBe(true)
      // The newer one counts.
      expect(await access.look(token)).toMatchObject(refusal('unknown_link'))
      const password = 'violet harbour trombone'
      const used = await access.useLink({ token: valueOf(again).token, password }, arrival)
      expect(used.ok).toBe(true)
      expect(await access.session(session)).toBeUndefined()
      expect((await signIn('ada@example.com', secret)).ok).toBe(false)
      expect((await signIn('ada@example.com', password)).ok).toBe(true)
      expect(await access.recover('bo@example.com', 'machine')).toMatchObject(
        refusal('unknown_user'),
      )
      await join('eve@example.com', 'owner')
      expect(await access.recover(undefined, 'machine')).toMatchObject(refusal('several_owners'))
    })
  })

  describe('signing in', () => {
    test('says the same of a wrong password, an unknown address and somebody who was removed', async () => {
      await firstOwner()
      const { user } = await join('bo@example.com', 'viewer')
      const { user: passwordless } = {
        user: valueOf(
          await access.users.create({ email: 'c@example.com', name: 'C', role: 'viewer' }, 'x'),
        ),
      }
      expect(passwordless.hasPassword).toBe(false)
      valueOf(await access.users.remove(user.id, owner))
      const answers = [
        await signIn('ada@example.com', 'wrong'),
        await signIn('nobody@example.com', secret),
        await signIn('bo@example.com', secret),
        await signIn('c@example.com', ''),
      ]
      expect(answers[0]).toMatchObject(refusal('wrong_credentials'))
      for (const answer of answers) expect(answer).toEqual(answers[0])
      expect((await actions()).slice(-4)).toEqual([
        'ada@example.com: session.refused',
        'unknown: session.refused',
        'unknown: session.refused',
        'c@example.com: session.refused',
      ])
    })

    test('guessing at an account stops after ten, for the right password too, and goes on slowly', async () => {
      await firstOwner()
      for (let n = 0; n < 10; n++) {
        expect(await signIn('ada@example.com', 'wrong', `198.51.100.${n}`)).toMatchObject(
          refusal('wrong_credentials'),
        )
      }
      expect(await signIn('ADA@example.com ', secret)).toMatchObject({
        error: { code: 'too_many_attempts', retryAfterSeconds: 60 },
      })
      // Another process on the same store knows of it.
      const other = accessOn(metadata())
      const credentials = { email: 'ada@example.com', password: secret }
      expect(await other.signIn(credentials, arrival)).toMatchObject(refusal('too_many_attempts'))
      now += MINUTE
      expect((await signIn('ada@example.com', secret)).ok).toBe(true)
      // A right one empties the account's count.
      for (let n = 0; n < 9; n++) await signIn('ada@example.com', 'wrong', `198.51.100.${n}`)
      expect((await signIn('ada@example.com', secret)).ok).toBe(true)
    })

    test('guessing from one address stops after forty, whosever account it is', async () => {
      await firstOwner()
      for (let n = 0; n < 40; n++) await signIn(`guess-${n}@example.com`, 'x', '203.0.113.9')
      expect(await signIn('ada@example.com', secret, '203.0.113.9')).toMatchObject(
        refusal('too_many_attempts'),
      )
      expect((await signIn('ada@example.com', secret, '203.0.113.10')).ok).toBe(true)
    })

    test('many guesses at once are counted before any is tried', async () => {
      await firstOwner()
      const answers = await Promise.all(
        Array.from({ length: 25 }, () => signIn('ada@example.com', 'wrong')),
      )
      const codes = answers.map((answer) => (answer.ok ? 'in' : answer.error.code))
      expect(codes.filter((code) => code === 'wrong_credentials')).toHaveLength(10)
      expect(codes.filter((code) => code === 'too_many_attempts')).toHaveLength(15)
    })

    test('opens a session under a new token and ends the one that the browser had', async () => {
      const { token: before } = await firstOwner()
      const credentials = { email: 'ada@example.com', password: secret }
      const after = valueOf(await access.signIn(credentials, { ...arrival, replaces: before }))
      expect(after.token).not.toBe(before)
      expect(await access.session(before)).toBeUndefined()
      expect(await access.session(after.token)).toBeDefined()
    })
  })

  describe('a session', () => {
    test('ends after a week without use, and after thirty days whatever happens', async () => {
      const { token } = await firstOwner()
      now += 7 * DAY
      expect(await access.session(token)).toBeUndefined()
      now -= 1
      expect(await access.session(token)).toBeDefined()
      for (let day = 0; day < 22; day++) {
        now += DAY
        expect(await access.session(token)).toBeDefined()
      }
      now += DAY + 1
      expect(await access.session(token)).toBeUndefined()
    })

    test('is nowhere in the store as it is shown, nor are a link and a password', async () => {
      const { token } = await firstOwner()
      const { token: link } = valueOf(await access.users.invite(bo('viewer'), owner))
      const { db } = metadata()
      const rows = [
        ...(await db.selectFrom('sessions').selectAll().execute()),
        ...(await db.selectFrom('one_time_links').selectAll().execute()),
        ...(await db.selectFrom('users').selectAll().execute()),
        ...(await readAudit(db, { limit: 100 })),
      ]
      const texts = JSON.stringify(rows, (_, value: unknown) =>
        typeof value === 'bigint' ? String(value) : value,
      )
      for (const text of [token, link, secret]) expect(texts).not.toContain(text)
    })

    test('is ended by its owner: one, or all but the one in use', async () => {
      const { user, session, token } = await firstOwner()
      const other = valueOf(await signIn('ada@example.com', secret))
      const third = valueOf(await signIn('ada@example.com', secret))
      expect(await access.own.sessions(user)).toHaveLength(3)
      expect(await access.own.endSession(user, other.session.id)).toBe(true)
      expect(await access.own.endSession(user, other.session.id)).toBe(false)
      expect(await access.session(other.token)).toBeUndefined()
      expect(await access.own.endOthers(user, session.id)).toBe(1)
      expect(await access.session(third.token)).toBeUndefined()
      expect(await access.session(token)).toBeDefined()
      const { user: bo } = await join('bo@example.com', 'viewer')
      expect(await access.own.endSession(bo, session.id)).toBe(false)
    })

    test('outlives a change of password only where it was made, under a new token', async () => {
      const { user, token } = await firstOwner()
      const other = valueOf(await signIn('ada@example.com', secret))
      const change = (current: string, wanted: string) =>
        access.own.changePassword(user, { current, wanted }, { ...arrival, replaces: token })
      expect(await change('wrong', 'violet harbour trombone')).toMatchObject(
        refusal('wrong_password'),
      )
      expect(await change(secret, 'ada@example.com')).toMatchObject(refusal('password_guessable'))
      const changed = valueOf(await change(secret, 'violet harbour trombone'))
      expect(await access.session(token)).toBeUndefined()
      expect(await access.session(other.token)).toBeUndefined()
      expect(await access.session(changed.token)).toBeDefined()
      expect((await signIn('ada@example.com', secret)).ok).toBe(false)
    })
  })

  describe('the team', () => {
    test('an invitation is for one address and role, and good for a week and one use', async () => {
      await firstOwner()
      const first = valueOf(await access.users.invite(bo('viewer'), owner))
      const { token, link } = valueOf(await access.users.invite(bo('marketer'), owner))
      expect(await access.look(first.token)).toMatchObject(refusal('unknown_link'))
      expect(await access.users.invitations()).toMatchObject([
        { email: 'bo@example.com', role: 'marketer', createdBy: 'ada@example.com' },
      ])
      now += 7 * DAY
      const use = (with_: string) =>
        access.useLink({ token: with_, name: 'Bo', password: secret }, arrival)
      expect(await use(token)).toMatchObject(refusal('unknown_link'))
      // It is still shown, so that it can be sent again.
      const renewed = valueOf(await access.users.renewInvitation(link.id, owner))
      const { user } = valueOf(await use(renewed.token))
      expect(user).toMatchObject({ email: 'bo@example.com', name: 'Bo', role: 'marketer' })
      expect(await use(renewed.token)).toMatchObject(refusal('unknown_link'))
      expect(await access.users.invitations()).toEqual([])
      expect(await access.users.invite(bo('viewer'), owner)).toMatchObject(refusal('email_taken'))
      const revoked = valueOf(
        await access.users.invite({ email: 'cy@example.com', role: 'viewer' }, owner),
      )
      valueOf(await access.users.revokeInvitation(revoked.link.id, owner))
      expect(await use(revoked.token)).toMatchObject(refusal('unknown_link'))
    })

    test('an admin decides over all but owners', async () => {
      const { user: ada } = await firstOwner()
      const { user: bo_ } = await join('bo@example.com', 'admin')
      const { users } = access
      for (const refused of [
        await users.invite({ email: 'x@example.com', role: 'owner' }, admin),
        await users.setRole(bo_.id, 'owner', admin),
        await users.setRole(ada.id, 'viewer', admin),
        await users.remove(ada.id, admin),
        await users.passwordLink(ada.id, admin),
        await users.endSessions(ada.id, admin),
      ]) {
        expect(refused).toMatchObject(refusal('owners_only'))
      }
      expect(valueOf(await users.setRole(bo_.id, 'analyst', admin)).role).toBe('analyst')
      const { link } = valueOf(await users.invite({ email: 'x@example.com', role: 'owner' }, owner))
      expect(await users.renewInvitation(link.id, admin)).toMatchObject(refusal('owners_only'))
      expect(await users.revokeInvitation(link.id, admin)).toMatchObject(refusal('owners_only'))
      expect(await users.invite({ email: 'x@example.com', role: 'viewer' }, admin)).toMatchObject(
        refusal('owners_only'),
      )
    })

    test('the last owner can neither be removed nor become less, two of them not both at once', async () => {
      const { user: ada } = await firstOwner()
      const { users } = access
      expect(await users.remove(ada.id, owner)).toMatchObject(refusal('last_owner'))
      expect(await users.setRole(ada.id, 'admin', owner)).toMatchObject(refusal('last_owner'))
      const { user: eve } = await join('eve@example.com', 'owner')
      const both = await Promise.all([
        users.setRole(ada.id, 'admin', owner),
        users.remove(eve.id, owner),
      ])
      expect(both.filter(({ ok }) => ok)).toHaveLength(1)
      expect((await users.list()).filter(({ role }) => role === 'owner')).toHaveLength(1)
    })

    test('who is removed is out at once, and the address may come again', async () => {
      await firstOwner()
      const { user, token } = await join('bo@example.com', 'viewer')
      const { token: link } = valueOf(await access.users.passwordLink(user.id, owner))
      valueOf(await access.users.remove(user.id, owner))
      expect(await access.session(token)).toBeUndefined()
      expect(await access.look(link)).toMatchObject(refusal('unknown_link'))
      expect(await access.users.remove(user.id, owner)).toMatchObject(refusal('unknown_user'))
      expect((await join('bo@example.com', 'analyst')).user.id).not.toBe(user.id)
      expect(await actions()).toContain('ada@example.com: user.remove')
    })

    test('a change of role holds for the session that is open', async () => {
      await firstOwner()
      const { user, token } = await join('bo@example.com', 'viewer')
      valueOf(await access.users.setRole(user.id, 'analyst', owner))
      expect((await access.session(token))?.user.role).toBe('analyst')
      expect(valueOf(await access.users.endSessions(user.id, owner))).toEqual({ ended: 1 })
      expect(await access.session(token)).toBeUndefined()
    })

    test('a link to sign in opens once, for whom it was made', async () => {
      const demo = { email: 'demo@example.com', name: 'Demo', role: 'owner' as const }
      const user = valueOf(await access.users.create(demo, 'demo'))
      expect(await access.firstOwnerLink()).toBeUndefined()
      const { token, link } = await access.signInLink(user.id, 'demo')
      expect(await access.isOpen(link.id)).toBe(true)
      expect(valueOf(await access.useLink({ token }, arrival)).user.id).toBe(user.id)
      expect(await access.isOpen(link.id)).toBe(false)
      expect(await access.useLink({ token }, arrival)).toMatchObject(refusal('unknown_link'))
      // Whoever has none yet sets a password without one.
      expect((await access.own.changePassword(user, { wanted: secret }, arrival)).ok).toBe(true)
    })
  })
})

const bo = (role: UserRole) => ({ email: 'bo@example.com', role })
const refusal = (code: string) => ({ ok: false, error: { code } })

function valueOf<Value>(
  outcome:
    | Admission
    | { readonly ok: true; readonly value: Value }
    | { readonly ok: false; readonly error: object },
): Value {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.error))
  // An admission's value is what its caller asks for.
  return outcome.value as Value
}
