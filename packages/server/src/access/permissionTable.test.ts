import { readFile, writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import type { Holder, Permission } from './permissions.ts'
import { mayDo, permissions } from './permissions.ts'

const place = new URL('../../../../docs/access.md', import.meta.url)

const columns: readonly (readonly [string, Holder])[] = [
  ['owner', 'owner'],
  ['admin', 'admin'],
  ['marketer', 'marketer'],
  ['analyst', 'analyst'],
  ['privacy officer', 'privacy_officer'],
  ['viewer', 'viewer'],
  ['key: editor', 'editor'],
  ['key: write', 'writer'],
  ['machine', 'machine'],
]

/** The table as Prettier would write it. */
function tableText(): string {
  // The keys of the table are the permissions, by its type.
  const names = Object.keys(permissions) as Permission[]
  const rows = [
    ['permission', ...columns.map(([title]) => title)],
    ...names.map((name) => [
      `\`${name}\``,
      ...columns.map(([, holder]) => (mayDo(holder, name) ? 'yes' : '')),
    ]),
  ]
  const widths = rows[0]?.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)))
  const written = rows.map(
    (row) => `| ${row.map((cell, at) => cell.padEnd(widths?.[at] ?? 0)).join(' | ')} |`,
  )
  const line = `| ${(widths ?? []).map((width) => '-'.repeat(width)).join(' | ')} |`
  return [written[0], line, ...written.slice(1)].join('\n')
}

const between = /(<!-- table -->\n)[^]*(<!-- end of the table -->)/

/** To bring the page up to date: MUSTER_WRITE_ACCESS=1 and this test. */
test('docs/access.md says who may do what as the table of permissions does', async () => {
  const page = await readFile(place, 'utf8')
  expect(page).toMatch(between)
  const wanted = page.replace(between, `$1\n${tableText()}\n\n$2`)
  if (process.env['MUSTER_WRITE_ACCESS'] === '1') await writeFile(place, wanted)
  else expect(page).toBe(wanted)
})
