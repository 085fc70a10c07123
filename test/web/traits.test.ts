/** Computed traits and segments: defined, looked at and made into audiences, in a real browser on the real server. */
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { pick, saveAs } from './builder.test-support.ts'
import { testInEveryLook } from './looks.test-support.ts'
import { webForTests } from './web.test-support.ts'

const web = webForTests({
  prepare: async ({ server: { engine } }) => {
    // In a small shop few have ordered.
    const segmentation = { leastCustomers: 5, period: '30d' }
    expect(await engine.settings.change({ segmentation }, 'test')).toMatchObject({ ok: true })
    const learned = { ok: true }
    expect(await engine.segmentation.learn('test')).toMatchObject(learned)
    expect(await engine.segmentation.learn('test')).toMatchObject(learned)
    const expression = { event: 'Product Viewed', aggregate: 'count' }
    expect(await engine.traits.create({ name: 'views', expression }, 'test')).toMatchObject({
      ok: true,
    })
    await engine.settle()
  },
})
const { open } = web

async function saveAudience(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Save…' }).click()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByTestId('size').waitFor()
}

const wished = (userId: string, price: number) => ({
  ...{ type: 'track', userId, event: 'Wish Granted', properties: { price } },
  timestamp: new Date().toISOString(),
})

test('a trait is defined by clicking, its spread follows, and an audience of one of its values changes with events', async () => {
  await web.shop.send(wished('ada', 10), wished('ada', 30), wished('grace', 5))
  await web.shop.server.engine.settle()
  const page = await open('/traits')
  await page.getByRole('button', { name: 'New trait' }).first().click()
  await page.getByRole('button', { name: /^A value for each case/ }).click()
  const sentence = page.getByTestId('sentence')
  await sentence.getByText('still open').waitFor()
  await pick(page, 'Value of case 1', 'generous')
  await page.getByRole('button', { name: 'Did something' }).click()
  await pick(page, 'Event', 'Wish Granted')
  await page.getByRole('button', { name: 'Add a detail' }).click()
  await page.getByRole('menuitem', { name: /A measure/ }).click()
  await pick(page, 'Property', 'price')
  await page.getByLabel('Number', { exact: true }).fill('20')
  await sentence
    .getByText('“generous” for people who have a total “price” of at least 20')
    .waitFor()
  await page
    .getByTestId('spread')
    .getByRole('row', { name: /^generous 1 100%/ })
    .waitFor()

  await page.getByRole('button', { name: 'a value for everybody else' }).click()
  await pick(page, 'a value for everybody else', 'careful')
  await sentence.getByText('“careful” for everyone else').waitFor()
  await page
    .getByTestId('spread')
    .getByRole('row', { name: /^careful/ })
    .waitFor()

  await page.getByRole('radio', { name: 'JSON' }).click()
  const json = page.getByLabel('Definition as JSON')
  const expression = JSON.parse(await json.inputValue()) as object
  expect(expression).toMatchObject({ otherwise: 'careful', cases: [{ value: 'generous' }] })
  await json.fill(JSON.stringify({ ...expression, otherwise: { no: 'scalar' } }))
  await sentence.getByText('One thing is still open').waitFor()
  await page.getByRole('button', { name: 'Undo' }).click()
  await sentence.getByText('“careful” for everyone else').waitFor()

  await page.getByRole('button', { name: 'Save…' }).click()
  await page.getByLabel('Name').fill('rfm.mine')
  await page.getByText('Names that begin with').waitFor()
  expect(await page.getByRole('button', { name: 'Save', exact: true }).isDisabled()).toBe(true)
  await page.keyboard.press('Escape')
  await saveAs(page, 'wish.kind')

  await page.getByRole('button', { name: 'Make an audience of generous' }).click()
  await page.getByTestId('sentence').getByText('People whose “wish.kind” is “generous”.').waitFor()
  await page.getByTestId('size').getByText('1', { exact: true }).waitFor()
  await saveAudience(page)
  await page.getByRole('link', { name: 'ada' }).waitFor()
  await web.shop.send(wished('grace', 20))
  await page.getByRole('link', { name: 'grace' }).waitFor()

  // Who is in it is shown with its traits, computed ones too; each person as well.
  await pick(page, 'Show a trait', 'wish.kind')
  await page.getByRole('row', { name: /grace.*generous/ }).waitFor()
  await page.getByRole('link', { name: 'grace' }).click()
  await page.getByRole('row', { name: 'wish.kind generous computed' }).waitFor()

  // What somebody uses stays, and says who that is.
  await page.getByRole('link', { name: 'wish.kind', exact: true }).click()
  await page.getByRole('button', { name: 'Remove…' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('link', { name: 'wish.kind: generous' }).waitFor()
  expect(await dialog.getByRole('button', { name: 'Remove' }).isDisabled()).toBe(true)
  expect(web.troubles).toEqual([])
  await page.context().close()
})

test('the builder offers computed traits with what can be asked of them, and nothing else', async () => {
  const page = await open('/audiences/new')
  await page.getByRole('button', { name: 'Has a trait' }).first().click()
  await page.getByRole('button', { name: 'for how long' }).waitFor()
  await page.getByRole('button', { name: /^Trait: / }).click()
  await page.getByRole('searchbox').last().fill('rfm.segment')
  await page.getByRole('option', { name: /rfm.segment.*text · computed/ }).click()
  // Nobody keeps what it was before.
  expect(await page.getByRole('button', { name: 'for how long' }).count()).toBe(0)
  await page.getByRole('button', { name: /\bTest\b/ }).click()
  await page.getByRole('option', { name: 'is one of' }).waitFor()
  expect(await page.getByRole('option', { name: 'was within the last' }).count()).toBe(0)
  await page.keyboard.press('Escape')
  await pick(page, 'Value', 'Champions')
  await page.getByTestId('sentence').getByText('whose “rfm.segment” is “Champions”').waitFor()
  await page.getByRole('radio', { name: 'JSON' }).click()
  const json = page.getByLabel('Definition as JSON')
  await json.fill('{"trait":"views","is":{"withinLast":"1d"}}')
  await page.getByText('is never an instant').waitFor()
  expect(web.troubles).toEqual([])
  await page.context().close()
})

test('a segment of the grid of RFM becomes an audience, and its thresholds are read', async () => {
  const page = await open('/segments')
  const tiles = page.getByRole('group', { name: 'Segments, as areas' }).getByRole('button')
  const tile = tiles.first()
  await tile.click()
  const [, name = '', people = ''] =
    /^(.+): ([\d,]+) (?:people|person)/.exec((await tile.textContent()) ?? '') ?? []
  await page.getByRole('heading', { name, exact: true }).waitFor()
  await page.getByRole('row', { name: new RegExp(`^${name} ${people} `) }).waitFor()
  await page.getByRole('row', { name: /^5 at most .* days? ago/ }).waitFor()
  await page.getByText('The customers are as they were.').waitFor()

  await page.getByRole('button', { name: 'Learn anew…' }).click()
  await page.getByRole('button', { name: 'Learn anew', exact: true }).click()
  await page.getByText('The thresholds are those of').waitFor()

  await page.getByRole('button', { name: 'Make an audience', exact: true }).click()
  await page.getByTestId('sentence').getByText(`whose “rfm.segment” is “${name}”`).waitFor()
  await page.getByTestId('size').getByText(people, { exact: true }).waitFor()
  await saveAudience(page)
  await page.getByRole('heading', { name: `RFM: ${name}` }).waitFor()
  await page.getByTestId('size').getByText(people, { exact: true }).waitFor()
  expect(web.troubles).toEqual([])
  await page.context().close()
})

test('whoever may only look is offered no change', async () => {
  const context = await web.signedIn({}, 'viewer')
  const list = await open('/traits', context)
  await list.getByRole('link', { name: 'views' }).waitFor()
  expect(await list.getByRole('button', { name: 'New trait' }).count()).toBe(0)
  const one = await open('/traits/views', context)
  await one.getByRole('heading', { name: 'views', exact: true }).waitFor()
  expect(await one.getByRole('button', { name: /Edit|Remove/ }).count()).toBe(0)
  const rfm = await open('/segments/rfm', context)
  await rfm.getByText('What the scores mean').waitFor()
  expect(await rfm.getByRole('button', { name: /Learn anew/ }).count()).toBe(0)
  expect(web.troubles).toEqual([])
  await context.close()
})

testInEveryLook(web, [
  ['/traits', (page) => page.getByRole('link', { name: 'views' }).waitFor()],
  ['/traits/new', (page) => page.getByText('What do you want to know').waitFor()],
  ['/traits/views', (page) => page.getByTestId('spread').waitFor()],
  ['/traits/rfm.segment', (page) => page.getByTestId('spread').waitFor()],
  ['/traits/rfm.revenue', (page) => page.getByTestId('spread').waitFor()],
  ['/traits/views/edit', (page) => page.getByTestId('spread').waitFor()],
  ['/segments/rfm', (page) => page.locator('.tree-tile').first().waitFor()],
  ['/segments/lifecycle', (page) => page.locator('.tree-tile').first().waitFor()],
  ['/segments/value', (page) => page.locator('.tree-tile').first().waitFor()],
])
