/** How people come in, what each role finds there, and how they go out: in a real browser on the real server. */
import { pathOfLink } from '@muster/server'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { overhangOf, seriousFaults } from './axe.test-support.ts'
import { looks } from './looks.test-support.ts'
import { webForTests } from './web.test-support.ts'

const ada = { email: 'ada@example.com', name: 'Ada', password: 'tidal-onion-brigade' }
const bo = { email: 'bo@example.com', name: 'Bo', password: 'violet harbour trombone' }

const web = webForTests({
  people: 0,
  prepare: async ({ server }) => {
    const definition = { event: 'Order Completed' }
    const wanted = { name: 'Buyers', definition, state: 'live' as const }
    expect(await server.engine.audiences.create(wanted, 'test')).toMatchObject({ ok: true })
  },
})
const { open } = web

/** In a browser where nobody has signed in. */
async function openAsStranger(path: string): Promise<Page> {
  return open(path, await web.browser.newContext())
}

async function signIn(page: Page, { email, password }: typeof ada): Promise<void> {
  await page.getByLabel('Email address').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^You are / }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.getByRole('heading', { name: 'Sign in to Muster' }).waitFor()
}

const overview = (page: Page) => page.getByRole('heading', { name: 'Overview' })

test('the owner comes in by the link of the first start, once; then by password, and not by a wrong one', async () => {
  const link = pathOfLink(web.shop.server.ownerToken ?? '')
  const page = await openAsStranger(link)
  await page.getByLabel('Email address').fill(ada.email)
  await page.getByLabel('Your name').fill(ada.name)
  const password = page.getByLabel('A password of your own')
  await password.fill('onion')
  await page.getByText('7 characters more.').waitFor()
  const become = page.getByRole('button', { name: 'Become the owner' })
  expect(await become.isDisabled()).toBe(true)
  await password.fill('passwordpassword')
  await become.click()
  await page.getByText('The password is easy to guess').waitFor()
  // A reload loses what was typed, and not the link.
  await page.reload()
  await page.getByLabel('Email address').fill(ada.email)
  await page.getByLabel('Your name').fill(ada.name)
  await password.fill(ada.password)
  await become.click()
  await overview(page).waitFor()
  expect(new URL(page.url()).pathname + new URL(page.url()).hash).toBe('/')

  const [cookie] = await page.context().cookies()
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/' })
  expect(await page.evaluate('document.cookie')).toBe('')
  expect(await page.evaluate<number>('localStorage.length + sessionStorage.length')).toBe(1)

  await signOut(page)
  expect(await page.context().cookies()).toEqual([])
  await signIn(page, { ...ada, password: 'not the password' })
  await page
    .getByRole('alert')
    .getByText('The email address or the password is not right.')
    .waitFor()
  await signIn(page, ada)
  await overview(page).waitFor()
  await page.context().close()

  const late = await openAsStranger(link)
  await late.getByText('The link is not good any more').waitFor()
  await late.getByRole('button', { name: 'Go on to Muster' }).click()
  await late.getByRole('heading', { name: 'Sign in to Muster' }).waitFor()
  await late.context().close()
})

test('somebody is invited to look, finds nothing to change, and is refused by the server too', async () => {
  const context = await web.signedIn({ permissions: ['clipboard-read', 'clipboard-write'] })
  const owner = await open('/team', context)
  await owner.getByRole('button', { name: 'Invite somebody' }).click()
  await owner.getByLabel('Email address').fill(bo.email)
  await owner.getByText('Reads everything, changes nothing.').waitFor()
  await owner.getByRole('button', { name: 'Make the link' }).click()
  await owner.getByRole('button', { name: 'Copy the link' }).click()
  const link = new URL(await owner.evaluate<string>('navigator.clipboard.readText()'))
  await owner.getByRole('button', { name: 'Done' }).click()
  await owner.getByRole('row', { name: /bo@example.com.*Viewer/ }).waitFor()

  const page = await openAsStranger(`${link.pathname}${link.hash}`)
  await page.getByText('owner@example.com invites bo@example.com as a viewer.').waitFor()
  await page.getByLabel('Your name').fill(bo.name)
  await page.getByLabel('A password of your own').fill(bo.password)
  await page.getByRole('button', { name: 'Come in' }).click()
  await overview(page).waitFor()
  await page.getByRole('link', { name: 'Audiences', exact: true }).click()
  await page.getByRole('link', { name: 'Buyers' }).click()
  await page.getByRole('heading', { name: 'Buyers' }).waitFor()
  for (const name of ['Edit', 'More', 'New audience']) {
    expect(await page.getByRole('button', { name, exact: true }).count()).toBe(0)
  }
  await page.goto(`${web.shop.server.url}/audiences/new`)
  await page.getByText('Your role may look and count').waitFor()
  expect(await page.getByRole('button', { name: 'Save…' }).count()).toBe(0)
  await page.goto(`${web.shop.server.url}/team`)
  await page.getByText('This is not for your role').waitFor()
  expect(await statusOf(page, "'x-requested-with': 'page'")).toBe(403)
  expect(await web.shop.server.engine.lists.list()).toEqual([])

  // A change of role holds at once, and so does a removal.
  await owner.reload()
  await owner.getByRole('button', { name: /Role of Bo/ }).click()
  await owner.getByRole('option', { name: /Marketer/ }).click()
  await owner.getByText('Bo is a marketer now.').waitFor()
  expect(await statusOf(page, "'x-requested-with': 'page'")).toBe(201)
  // Without what only our own pages send, the cookie is worth nothing.
  expect(await statusOf(page, '')).toBe(403)
  await page.goto(`${web.shop.server.url}/audiences`)
  await page.getByRole('button', { name: 'New audience' }).waitFor()
  await owner.getByRole('button', { name: 'More about Bo' }).click()
  await owner.getByRole('menuitem', { name: 'Remove…' }).click()
  await owner.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await owner.getByText('Bo is removed.').waitFor()
  await page.goto(web.shop.server.url)
  await page.getByRole('heading', { name: 'Sign in to Muster' }).waitFor()
  await page.context().close()
  await context.close()
})

/** Creates a list from within a page, as a script there could. */
function statusOf(page: Page, header: string): Promise<number> {
  return page.evaluate<number>(`fetch('/api/v1/lists', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ${header} },
    body: JSON.stringify({ name: 'List ' + Date.now() }),
  }).then(({ status }) => status)`)
}

test('a new password signs out everywhere else; a session that ended leads back to where one was', async () => {
  const context = await web.signedIn({}, 'analyst')
  const here = await open('/account', context)
  const elsewhere = await web.signedIn({}, 'analyst')
  const there = await open('/catalogue', elsewhere)
  await there.getByRole('heading', { name: 'Catalogue' }).waitFor()
  await here.getByText('You have none yet.').waitFor()
  await here.getByLabel('New password').fill(ada.password)
  await here.getByRole('button', { name: 'Set the password' }).click()
  await here.getByText('Your password is changed.').waitFor()
  await here.getByLabel('Password that you have').waitFor()

  await there.getByRole('link', { name: 'Audiences', exact: true }).click()
  await there.getByText('You are signed out. Sign in again.').waitFor()
  await signIn(there, { ...ada, email: 'analyst@example.com' })
  await there.getByRole('row', { name: /Buyers/ }).waitFor()
  // A browser has one cookie for all its tabs: whoever signs in in one of them is who all of them speak for.
  await web.shop.signIn(elsewhere, 'viewer')
  await there.evaluate("dispatchEvent(new Event('visibilitychange'))")
  await there.getByRole('button', { name: 'You are The viewer' }).waitFor()
  await web.shop.signIn(elsewhere, 'analyst')
  await there.reload()
  await here.reload()
  await here.getByRole('button', { name: 'Sign out', exact: true }).first().click()
  await here.getByText('Signed out there.').waitFor()
  await here.getByRole('button', { name: 'Sign out everywhere else' }).click()
  await here.getByText('test', { exact: true }).waitFor({ state: 'detached' })
  await there.reload()
  await there.getByRole('heading', { name: 'Sign in to Muster' }).waitFor()
  await context.close()
  await elsewhere.close()
})

test.each(looks)('the doors are good for everybody ($name)', async ({ width, options }) => {
  const context = await web.browser.newContext(options)
  const { users } = web.shop.server.engine.access
  const whom = { email: `cy-${width}@example.com`, role: 'privacy_officer' } as const
  const invited = await users.invite(whom, { by: 'test', mayManageOwners: true })
  const token = invited.ok ? invited.value.token : ''
  for (const [path, heading] of [
    ['/', 'Sign in to Muster'],
    [pathOfLink(token), 'You are invited to Muster'],
    [pathOfLink('x'), 'This link does not open'],
  ] as const) {
    const page = await open(path, context)
    await page.getByRole('heading', { name: heading }).waitFor()
    expect(await seriousFaults(page)).toEqual([])
    expect(await overhangOf(page)).toBe(0)
    await page.close()
  }
  await context.close()
})
