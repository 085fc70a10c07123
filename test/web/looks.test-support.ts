import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { overhangOf, seriousFaults } from './axe.test-support.ts'
import { executablePath } from './chromium.test-support.ts'
import type { WebUnderTest } from './web.test-support.ts'

interface Look {
  readonly name: string
  readonly width: number
  readonly options: BrowserContextOptions
}

const look = (name: string, width: number, colorScheme: 'light' | 'dark'): Look => ({
  ...{ name, width },
  options: { viewport: { width, height: 860 }, colorScheme, reducedMotion: 'reduce' },
})

/** What every page has to be good in. */
export const looks: readonly Look[] = [
  look('1280 wide and light', 1280, 'light'),
  look('390 wide and dark', 390, 'dark'),
]

/** An address, and what stands there once everything has come. */
export type PageToLookAt = readonly [string, (page: Page) => Promise<unknown>]

/** Tests of each page in each look: nothing breaks, nothing is cut off, and axe finds nothing serious. */
export function testInEveryLook(web: WebUnderTest, pages: readonly PageToLookAt[]): void {
  describe.each(looks)('$name', ({ options }) => {
    let context: BrowserContext
    beforeAll(async () => {
      if (executablePath === undefined) return
      context = await web.signedIn(options)
    })

    test.each(pages)('%s', async (path, isThere) => {
      const page = await web.open(path, context)
      await isThere(page)
      expect(await seriousFaults(page)).toEqual([])
      expect(await overhangOf(page)).toBe(0)
      expect(web.troubles).toEqual([])
      await page.close()
    })
  })
}
