/** Every page at both widths, in light and dark: nothing breaks, nothing is cut off, and axe finds nothing serious. */
import type { Page } from 'playwright-core'
import { expect, vi } from 'vitest'
import { testInEveryLook } from './looks.test-support.ts'
import { addDemoAudiences } from './shop.test-support.ts'
import { webForTests } from './web.test-support.ts'

const web = webForTests({
  prepare: async ({ server, send }) => {
    await addDemoAudiences(server)
    await send({ type: 'track', userId: 'somebody', event: '' })
    await server.engine.settle()
    // The days of the shop's history are counted beside the ticks.
    await vi.waitFor(
      async () => {
        expect((await server.engine.health.identity()).days).not.toEqual([])
      },
      { timeout: 60_000, interval: 500 },
    )
  },
})

testInEveryLook(web, [
  [
    '/',
    (page) =>
      page
        .getByRole('row', { name: /High value/ })
        .first()
        .waitFor(),
  ],
  [
    '/audiences',
    (page) =>
      page
        .getByRole('row', { name: /High value/ })
        .first()
        .waitFor(),
  ],
  ['/audiences/high-value', (page) => page.locator('.chart svg').first().waitFor()],
  ['/audiences/high-value?report', tab('Report', 'What sets them apart')],
  ['/audiences/high-value?overlap', tab('Overlap', 'In exactly these')],
  ['/audiences/new', (page) => page.getByText('Or start from a template').waitFor()],
  ['/audiences/busy-shoppers/edit', builderIsThere],
  ['/audiences/several-devices/edit', builderIsThere],
  ['/audiences/opened-after-browsing/edit', builderIsThere],
  ['/analysis/retention', heading('Cohorts')],
  ['/analysis/retention?period=week&cohorts=24&cohort=*', heading('Cohorts')],
  ['/analysis/migration', heading('Matrix')],
  ['/analysis/migration?states=["everyone-but-pro","high-value"]', heading('Matrix')],
  ['/analysis/basket?items=category&least=2', heading('Bought together')],
  ['/analysis/basket?kind=next&least=100000', heading('No pair stands out')],
  ['/analysis/overlap', heading('Each with each')],
  [
    '/analysis/overlap?duplicates',
    tab('Near duplicates', /No two are that much alike|Nearly the same/),
  ],
  ['/analysis/overlap?who=everyone-but-pro&without=["high-value"]', heading(/are left/)],
  ['/people', (page) => page.locator('.person').first().waitFor()],
  ['/people/1', (page) => page.getByRole('heading', { name: 'Traits' }).waitFor()],
  ['/catalogue', (page) => page.getByRole('row', { name: /Product Viewed/ }).waitFor()],
  ['/rejects', (page) => page.getByRole('row').nth(1).waitFor()],
  [
    '/identity',
    async (page) => {
      await page.getByRole('row', { name: /anonymous id/ }).waitFor()
      await page.getByRole('heading', { name: 'By day' }).waitFor()
    },
  ],
  ['/team', (page) => page.getByRole('row', { name: /owner@example.com/ }).waitFor()],
  ['/account', (page) => page.getByRole('row', { name: /this one/ }).waitFor()],
  ['/nowhere', (page) => page.getByText('There is no such page').waitFor()],
])

function heading(name: string | RegExp): (page: Page) => Promise<void> {
  return (page) => page.getByRole('heading', { name }).first().waitFor()
}

/** Opens a tab, and waits for what stands in it. */
function tab(name: string, text: string | RegExp): (page: Page) => Promise<void> {
  return async (page) => {
    await page.getByRole('tab', { name }).click()
    await page.getByRole('heading', { name: text }).waitFor()
  }
}

async function builderIsThere(page: Page): Promise<void> {
  await page.getByText('Counted exactly in').waitFor()
  // What the builder does not know it shows so.
  expect(await page.getByText('As JSON:').count()).toBe(0)
}
