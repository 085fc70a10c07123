import { existsSync, readFileSync } from 'node:fs'
import { chromium } from 'playwright-core'
import type { Browser } from 'playwright-core'
import { root } from '../files.test-support.ts'

/** The list is ours. */
const places = JSON.parse(
  readFileSync(new URL('scripts/chromium.json', root), 'utf8'),
) as readonly string[]

export const executablePath = [process.env['MUSTER_CHROMIUM'] ?? '', ...places].find(existsSync)

export const noChromium =
  'needs Chromium: install the package chromium, or name it in MUSTER_CHROMIUM'

/** Only for who has asked whether there is one. Without a sandbox, which root may not have. */
export function launchChromium(): Promise<Browser> {
  if (executablePath === undefined) throw new Error(noChromium)
  return chromium.launch({ executablePath, args: ['--no-sandbox'] })
}
