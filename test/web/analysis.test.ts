/** The ways through the questions over everybody, and what comes of their answers. */
import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { addDemoAudiences } from './shop.test-support.ts'
import { patience, webForTests } from './web.test-support.ts'

const web = webForTests({ prepare: ({ server }) => addDemoAudiences(server) })
const { open } = web

/** What the button of that name saves, line by line. */
async function saved(page: Page, name: string): Promise<readonly string[]> {
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name }).click()
  return (await readFile(await (await download).path(), 'utf8')).trimEnd().split('\r\n')
}

/** Sees that the builder begins with something that is sound, and gives the name that it would be saved by. */
async function nameOffered(page: Page): Promise<string> {
  await page.getByText('Counted exactly in').waitFor()
  await page.getByRole('button', { name: 'Save…' }).click()
  return page.getByLabel('Name').inputValue()
}

test('retention: cells are walked by keyboard, say people and percent, and are saved with every digit', async () => {
  const page = await open('/analysis')
  const grid = page.getByRole('grid', { name: /Who came back, by the month/ })
  await grid.waitFor()
  const all = grid.getByRole('row', { name: /^All together/ }).getByRole('gridcell')
  expect(await all.count()).toBeGreaterThan(1)

  await grid.locator('td[tabindex="0"]').focus()
  const said = page.locator('.heat-says').first()
  const first = await said.textContent()
  // On the first day of a month nobody may have come yet: the newest cohort is then of a month that is over.
  const monthNow = new Date().toLocaleDateString('en-GB', { month: 'short', year: 'numeric' })
  const end = first?.startsWith(monthNow) === true ? ', and it is not over.' : '.'
  expect(first).toMatch(/, the first month: [\d,]+ of [\d,]+ (?:people|person), 100%[^%]*$/)
  expect(first?.endsWith(`100%${end}`)).toBe(true)
  await page.keyboard.press('ArrowDown')
  await expect.poll(() => said.textContent(), patience).not.toBe(first)
  expect(await page.evaluate<string>('document.activeElement.getAttribute("aria-label")')).toBe(
    await said.textContent(),
  )

  const [head, ...rows] = await saved(page, 'CSV')
  expect(head).toMatch(/^month,people,month 0,month 1/)
  expect(rows).toHaveLength(12)

  await page.getByRole('radio', { name: 'Week' }).click()
  await page.getByRole('grid', { name: /by the week/ }).waitFor()
  expect(page.url()).toContain('period=week')
  await page.reload()
  await page.getByRole('grid', { name: /by the week/ }).waitFor()
  expect(web.troubles).toEqual([])
  await page.context().close()
})

test('a question that takes long is cancelled, which ends its request, and asked again', async () => {
  const page = await open('/people')
  let isHeld = true
  await page.route('**/analysis/retention', async (route) => {
    // Nobody answers for as long as it is held.
    if (!isHeld) await route.continue()
  })
  const ended = page.waitForEvent('requestfailed', (request) =>
    request.url().endsWith('/analysis/retention'),
  )
  await page.getByRole('link', { name: 'Analysis' }).click()
  await page.getByText('Following the cohorts…').waitFor()
  await page.getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('heading', { name: 'It was cancelled' }).waitFor()
  expect((await ended).failure()?.errorText).toContain('ERR_ABORTED')

  const endedToo = page.waitForEvent('requestfailed', (request) =>
    request.url().endsWith('/analysis/retention'),
  )
  await page.getByRole('button', { name: 'Ask again' }).click()
  await page.getByText('Following the cohorts…').waitFor()
  // Whoever leaves the page wants no answer either.
  await page.getByRole('link', { name: 'People' }).click()
  expect((await endedToo).failure()?.errorText).toContain('ERR_ABORTED')

  isHeld = false
  await page.getByRole('link', { name: 'Analysis' }).click()
  await page.getByRole('grid').first().waitFor()
  expect(web.troubles).toEqual([])
  await page.context().close()
})

test('migration: from values of a trait to audiences by their definitions, and the numbers add up', async () => {
  const page = await open('/analysis/migration')
  await page.getByRole('heading', { name: 'Matrix' }).waitFor()
  await page.getByRole('img', { name: /between \d+ states then and \d+ later/ }).waitFor()
  const [head, ...flows] = await saved(page, 'CSV')
  expect(head).toBe('from,to,people')
  const sum = flows.reduce((total, line) => total + Number(line.split(',').at(-1)), 0)
  await page.getByText(sum.toLocaleString('en-GB'), { exact: true }).first().waitFor()

  await page.getByRole('radio', { name: 'Audiences' }).click()
  await page.getByRole('radio', { name: 'By definition' }).waitFor()
  // Nobody was on record before they were made.
  expect(await page.getByRole('radio', { name: 'By definition' }).isChecked()).toBe(true)
  await page
    .getByRole('button', { name: /^Without / })
    .first()
    .click()
  await page.getByRole('button', { name: /^Audiences: add/ }).waitFor()
  await page.getByRole('heading', { name: 'Matrix' }).waitFor()
  expect(web.troubles).toEqual([])
  await page.context().close()
})

test('a pair of a basket becomes an audience with one press, named for what it is', async () => {
  const page = await open('/analysis/basket?items=category&least=2')
  await page
    .getByRole('button', { name: /^Make it: the audience “Bought / })
    .first()
    .click()
  expect(await nameOffered(page)).toMatch(/^Bought .+, not .+/)
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByRole('heading', { name: /^Bought .+, not / }).waitFor()
  expect(web.troubles).toEqual([])
  await page.context().close()
})

test('what is left of one audience without another is counted, and made an audience', async () => {
  const page = await open('/audiences/everyone-but-pro')
  await page.getByRole('button', { name: 'Analyse' }).click()
  await page.getByRole('menuitem', { name: 'Who is left without others' }).click()
  await page.getByRole('heading', { name: 'Say whom to leave out' }).waitFor()
  await page.getByRole('button', { name: /^Without: add/ }).click()
  await page.getByRole('searchbox').fill('High value')
  await page.getByRole('option').first().click()
  await page.getByRole('heading', { name: /^[\d,]+ of [\d,]+ are left$/ }).waitFor()
  await page.getByRole('button', { name: 'Make it an audience' }).click()
  expect(await nameOffered(page)).toBe('Everyone but pro without High value')
  expect(web.troubles).toEqual([])
  await page.context().close()
})

test('a member is found among all by any identifier, and who is none is not', async () => {
  const { audiences } = web.shop.server.engine
  const page1 = await audiences.members('everyone-but-pro', { limit: 1_000 })
  if (!page1.ok) throw new Error(page1.error.message)
  // Somebody who does not stand on the first page.
  const email = page1.value.members
    .slice(60)
    .flatMap(({ identifiers }) => identifiers)
    .find(({ kind }) => kind === 'email')?.value
  expect(email).toBeDefined()
  const page = await open('/audiences/everyone-but-pro')
  const rows = page.getByRole('region', { name: 'Members' }).getByRole('row')
  await expect.poll(() => rows.count(), patience).toBe(51)
  await page
    .getByRole('searchbox', { name: 'Search all members' })
    .fill(` ${(email ?? '').toUpperCase()} `)
  await page.getByRole('button', { name: 'Find' }).click()
  await expect.poll(() => rows.count(), patience).toBe(2)
  await page.getByRole('searchbox', { name: 'Search all members' }).fill('nobody@example.com')
  await page.getByRole('button', { name: 'Find' }).click()
  await page.getByRole('heading', { name: 'No member has it' }).waitFor()
  await page.getByRole('searchbox', { name: 'Search all members' }).fill('')
  await expect.poll(() => rows.count(), patience).toBe(51)
  expect(web.troubles).toEqual([])
  await page.context().close()
})
