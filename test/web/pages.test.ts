/** Every page at both widths, in light and dark: nothing breaks, nothing is cut off, and axe finds nothing serious. */
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { demoAudiences } from '@muster/shop'
import { overhangOf, seriousFaults } from './axe.test-support.ts'
import { executablePath, launchChromium, noChromium } from './chromium.test-support.ts'
import { startShop } from './shop.test-support.ts'
import type { RunningShop } from './shop.test-support.ts'

let browser: Browser
let shop: RunningShop

beforeAll(async () => {
  if (executablePath === undefined) return
  shop = await startShop()
  const { audiences, settle } = shop.server.engine
  for (const { id, name, description, definition } of demoAudiences()) {
    const draft = { id, name, description, definition, tags: ['demo'], state: 'live' as const }
    expect(await audiences.create(draft, 'test')).toMatchObject({ ok: true })
  }
  await shop.send({ type: 'track', userId: 'somebody', event: '' })
  await settle()
  // The days of the shop's history are counted beside the ticks.
  const { health } = shop.server.engine
  await vi.waitFor(
    async () => {
      expect((await health.identity()).days).not.toEqual([])
    },
    { timeout: 60_000, interval: 500 },
  )
  browser = await launchChromium()
}, 120_000)

afterAll(async () => {
  if (executablePath === undefined) return
  await browser.close()
  await shop.close()
})

beforeEach((context) => {
  context.skip(executablePath === undefined, noChromium)
})

/** Addresses, and what stands there once everything has come. */
const pages: readonly (readonly [string, (page: Page) => Promise<void>])[] = [
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
]

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

const looks = [
  { name: '1280 wide and light', width: 1280, colorScheme: 'light' },
  { name: '390 wide and dark', width: 390, colorScheme: 'dark' },
] as const

describe.each(looks)('$name', ({ width, colorScheme }) => {
  let context: BrowserContext
  beforeAll(async () => {
    if (executablePath === undefined) return
    context = await browser.newContext({
      ...{ viewport: { width, height: 860 }, colorScheme, reducedMotion: 'reduce' },
    })
    await shop.signIn(context)
  })

  test.each(pages)('%s', async (path, isThere) => {
    const { page, troubles } = await open(context, path)
    await isThere(page)
    expect(await seriousFaults(page)).toEqual([])
    expect(await overhangOf(page)).toBe(0)
    expect(troubles).toEqual([])
    await page.close()
  })
})

async function open(context: BrowserContext, path: string) {
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  const troubles: string[] = []
  page.on('pageerror', (error) => troubles.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.push(message.text())
  })
  await page.goto(`${shop.server.url}${path}`)
  return { page, troubles }
}
