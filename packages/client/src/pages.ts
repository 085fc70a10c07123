/** All items of all pages, one after another; the next page is asked for when the one before has been taken. */
export async function* allPages<Page extends { readonly next: string | null }, Item>(
  page: (after: string | undefined) => Promise<Page>,
  itemsOf: (page: Page) => readonly Item[],
  after?: string,
): AsyncGenerator<Item, void, undefined> {
  for (let cursor = after; ;) {
    const found = await page(cursor)
    yield* itemsOf(found)
    if (found.next === null) return
    cursor = found.next
  }
}
