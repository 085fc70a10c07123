import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import type { UserRole } from '@muster/engine'
import { afterAll, beforeAll, beforeEach } from 'vitest'
import { executablePath, launchChromium, noChromium } from './chromium.test-support.ts'
import { startShop } from './shop.test-support.ts'
import type { RunningShop } from './shop.test-support.ts'

/** The web app of a running shop, in a browser. */
export interface WebUnderTest {
  readonly shop: RunningShop
  readonly browser: Browser
  /** What went wrong in the pages themselves that this test has opened: nothing may. */
  readonly troubles: readonly string[]
  /** A browser of somebody's own, 1280 pixels wide unless it says otherwise, who is signed in: the owner, without a role. */
  readonly signedIn: (options?: BrowserContextOptions, role?: UserRole) => Promise<BrowserContext>
  /** Opens a page; without a context in one of its own, where the owner is signed in. */
  readonly open: (path: string, context?: BrowserContext) => Promise<Page>
}

/** As long as anything may take until it is there. Milliseconds. */
export const patience = { timeout: 30_000 }

/**
 * Starts a shop and a browser before the tests of a file, and ends both after them. The tests are skipped where there is no browser. `prepare`
 * brings the shop to where they begin.
 */
export function webForTests({
  people,
  prepare,
}: {
  readonly people?: number
  readonly prepare?: (shop: RunningShop) => Promise<void>
} = {}): WebUnderTest {
  let shop: RunningShop
  let browser: Browser
  let troubles: string[] = []

  beforeAll(async () => {
    if (executablePath === undefined) return
    shop = await startShop({ ...(people !== undefined && { people }) })
    await prepare?.(shop)
    browser = await launchChromium()
  }, 120_000)
  afterAll(async () => {
    if (executablePath === undefined) return
    await browser.close()
    await shop.close()
  })
  beforeEach((context) => {
    context.skip(executablePath === undefined, noChromium)
    troubles = []
  })

  const signedIn: WebUnderTest['signedIn'] = async (options = {}, role = 'owner') => {
    const viewport = { width: 1280, height: 860 }
    const context = await browser.newContext({ viewport, ...options })
    await shop.signIn(context, role)
    return context
  }
  return {
    get shop() {
      return shop
    },
    get browser() {
      return browser
    },
    get troubles() {
      return troubles
    },
    signedIn,
    open: async (path, context) => {
      const page = await (context ?? (await signedIn())).newPage()
      page.setDefaultTimeout(patience.timeout)
      // What a page says late is not held against the test after.
      const mine = troubles
      page.on('pageerror', (error) => mine.push(error.message))
      page.on('console', (message) => {
        if (message.type() === 'error') mine.push(message.text())
      })
      await page.goto(`${shop.server.url}${path}`)
      return page
    },
  }
}
