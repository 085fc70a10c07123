/** The main ways through the web app, in a real browser on the real server. */
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { pick, saveAs } from './builder.test-support.ts'
import { webForTests } from './web.test-support.ts'

const web = webForTests()

async function open(path: string, width = 1280): Promise<Page> {
  const permissions = ['clipboard-read', 'clipboard-write']
  return web.open(path, await web.signedIn({ viewport: { width, height: 860 }, permissions }))
}

const person = (userId: string, event: string, properties = {}) => ({
  ...{ type: 'track', userId, event, properties, timestamp: new Date().toISOString() },
})

test.each([1280, 390])(
  'an audience is built from nothing, and its members change while events arrive (%d pixels wide)',
  async (width) => {
    const event = `Wish Added ${width}`
    await web.shop.send(person(`ada-${width}`, event, { price: 10 }))
    await web.shop.server.engine.settle()
    const page = await open('/audiences/new', width)

    await page.getByRole('button', { name: 'Did something' }).first().click()
    await pick(page, 'Event', event)
    await page
      .getByTestId('sentence')
      .getByText(`People who did “${event}” in the last 30 days.`)
      .waitFor()
    await page.getByTestId('size').getByText('1', { exact: true }).waitFor()

    await page.getByRole('button', { name: 'Why' }).first().click()
    await page.getByText('1 matching event').waitFor()

    await saveAs(page, `Wishful ${width}`)
    await page.getByRole('link', { name: `ada-${width}` }).waitFor()
    // Whoever comes before it is in force came with its first version.
    await web.shop.server.engine.settle()

    await web.shop.send(person(`grace-${width}`, event), person(`edith-${width}`, event))
    await page.getByRole('link', { name: `grace-${width}` }).waitFor()
    await page.getByTestId('size').getByText('3', { exact: true }).waitFor()

    await page.getByRole('tab', { name: 'Who came and went' }).click()
    await page.getByRole('row', { name: new RegExp(`Came.*grace-${width}.*an event`) }).waitFor()
    expect(web.troubles).toEqual([])
    await page.context().close()
  },
)

test('a filter, a denial and a group are clicked together; undo takes them back; JSON goes both ways', async () => {
  const page = await open('/audiences/new')
  await page.getByRole('button', { name: 'Did something' }).first().click()
  await pick(page, 'Event', 'Order Completed')
  await page.getByRole('button', { name: 'Add a detail' }).click()
  await page.getByRole('menuitem', { name: 'A filter' }).click()
  await pick(page, 'Property', 'revenue')
  const sentence = page.getByTestId('sentence')
  await sentence.getByText('(where “revenue” is at least 1)').waitFor()

  await page
    .getByRole('button', { name: /Said or denied/ })
    .first()
    .click()
  await page.getByRole('option', { name: 'did not do' }).click()
  await sentence.getByText('People who did not do “Order Completed”').waitFor()

  await page.getByRole('button', { name: 'Has a trait' }).click()
  await sentence.getByText('still open').waitFor()
  await pick(page, 'Trait', 'plan')
  await pick(page, 'Value', 'pro')
  await sentence.getByText('whose “plan” is “pro”').waitFor()

  await page.getByRole('radio', { name: 'JSON' }).click()
  const json = page.getByLabel('Definition as JSON')
  expect(JSON.parse(await json.inputValue())).toEqual({
    all: [
      {
        not: {
          event: 'Order Completed',
          window: { last: '30d' },
          where: [{ property: 'revenue', is: { atLeast: 1 } }],
        },
      },
      { trait: 'plan', is: { equals: 'pro' } },
    ],
  })
  await json.fill('{"trait":"plan","is":{"equals":"free"}}')
  await sentence.getByText('People whose “plan” is “free”.').waitFor()
  await json.fill('{"trait":"plan","is":{"atLaest":5}}')
  await page.getByText('Did you mean "atLeast"?').waitFor()

  await page.getByRole('button', { name: 'Undo' }).click()
  await sentence.getByText('whose “plan” is “pro”').waitFor()
  await page.reload()
  await sentence.getByText('whose “plan” is “pro”').waitFor()

  await page.getByRole('button', { name: 'Copy link' }).click()
  await page.getByText('A link to this draft is in the clipboard.').waitFor()
  const link = await page.evaluate<string>('navigator.clipboard.readText()')
  await page.getByRole('button', { name: 'Throw it away' }).click()
  await page.getByText('Who should be in it?').waitFor()
  await page.goto('about:blank')
  await page.goto(link)
  await sentence.getByText('whose “plan” is “pro”').waitFor()
  expect(web.troubles).toEqual([])
  await page.context().close()
})

test('an audience is made from a template, and its report and its overlap are read', async () => {
  const page = await open('/audiences/new')
  await page.getByRole('searchbox').fill('just bought')
  await page.getByRole('button', { name: /^Suppress: just bought/ }).click()
  await page.getByLabel('within').fill('40d')
  await page.getByRole('button', { name: 'Use it' }).click()
  await page.getByTestId('sentence').getByText('in the last 40 days').waitFor()
  await saveAs(page, 'Buyers')
  const everyone = { id: 'everyone', name: 'All of them', definition: { everyone: true } }
  await web.shop.server.engine.audiences.create({ ...everyone, state: 'live' }, 'test')
  await web.shop.server.engine.settle()
  await page.getByRole('tab', { name: 'Report' }).click()
  await page
    .getByRole('row', { name: /Revenue .*EUR/ })
    .first()
    .waitFor()
  await page.getByRole('tab', { name: 'Overlap' }).click()
  await page.getByRole('row', { name: /^All of them .*100%/ }).waitFor()
  expect(web.troubles).toEqual([])
  await page.context().close()
})

test('somebody is found, looked at and taken apart', async () => {
  const identify = (messageId: string, more: object) => ({ type: 'identify', messageId, ...more })
  await web.shop.send(
    identify('w1', { anonymousId: 'kitchen tablet', traits: { email: 'ben@example.com' } }),
    identify('w2', { userId: 'kim-1', anonymousId: 'kitchen tablet', traits: { plan: 'pro' } }),
    { ...person('kim-1', 'Order Completed', { revenue: 77 }), messageId: 'w3' },
  )
  await web.shop.server.engine.settle()
  const page = await open('/people')
  await page.getByRole('searchbox').fill('ben@example.com')
  await page.getByRole('button', { name: 'Find' }).click()
  await page.getByText('by email').waitFor()
  await page
    .getByRole('region', { name: /Who has/ })
    .getByRole('link')
    .click()

  await page.getByRole('tab', { name: 'Timeline' }).click()
  await page.getByRole('button', { name: /Order Completed.*revenue: 77/ }).click()
  await page.getByText('"revenue": 77').waitFor()

  await page.getByRole('tab', { name: 'Identity' }).click()
  await page.getByRole('img', { name: '3 identifiers' }).waitFor()
  await page.getByRole('button', { name: 'Take apart…' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: /Where user id kim-1 goes/ }).click()
  await page.getByRole('option', { name: 'new profile A' }).click()
  await dialog
    .getByRole('listitem')
    .filter({ hasText: /New profile.*kim-1/ })
    .waitFor()
  await dialog.getByRole('button', { name: 'Take apart', exact: true }).click()
  await page.getByText('There are 2 profiles now.').waitFor()
  await page.getByText('took it apart').waitFor()
  await web.shop.server.engine.settle()

  const { find } = web.shop.server.engine.profiles
  const [ben, kim] = await Promise.all([
    find({ kind: 'email', value: 'ben@example.com' }),
    find({ kind: 'user_id', value: 'kim-1' }),
  ])
  expect(ben).toBeDefined()
  expect(kim).not.toBe(ben)
  // Of some kinds nobody has what was sought, which is an answer.
  expect(web.troubles.filter((text) => !text.includes('status of 404'))).toEqual([])
  await page.context().close()
})

test('a rejected message is mended and sent again', async () => {
  await web.shop.send({ type: 'track', userId: 'mended-1', event: '', messageId: 'r1' })
  const page = await open('/rejects')
  const row = page.getByRole('row', { name: /mended-1/ })
  await row.getByRole('button', { name: 'Mend' }).click()
  const message = page.getByLabel('Message', { exact: true })
  await message.fill((await message.inputValue()).replace('"event": ""', '"event": "Mended"'))
  await page.getByRole('button', { name: 'Send again' }).click()
  await page.getByText('1 taken.').waitFor()
  await row.waitFor({ state: 'detached' })
  expect(web.troubles).toEqual([])
  await page.context().close()
})
