import type { Page } from 'playwright-core'

/** Opens a picker, the first of that name or the one at `place`, looks for something in it, and takes the first that fits. */
export async function pick(page: Page, picker: string, sought: string, place = 0): Promise<void> {
  await page
    .getByRole('button', { name: new RegExp(`^${picker}: `) })
    .nth(place)
    .click()
  await page.getByRole('searchbox').last().fill(sought)
  await page.getByRole('option').filter({ hasText: sought }).first().click()
}

/** Saves what is being built by a name, and waits for its page. */
export async function saveAs(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Save…' }).click()
  await page.getByLabel('Name').fill(name)
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByRole('heading', { name, exact: true }).waitFor()
}
