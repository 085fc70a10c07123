import { readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { root } from '../files.test-support.ts'

const built = fileURLToPath(new URL('packages/web/dist/app/', root))
const MOST = 300_000

/** What a file weighs on the wire: compressed where that is worth it. */
const weightOf = (path: string): number => statSync(readCompressed(path) ?? path).size
const readCompressed = (path: string): string | undefined => {
  const names = readdirSync(join(path, '..'))
  return names.find(
    (name) => path.endsWith(`/${name.replace(/\.br$/, '')}`) && name.endsWith('.br'),
  ) === undefined
    ? undefined
    : `${path}.br`
}

/** A file with everything that it asks for at once; what it may ask for later stands behind `import(`. */
function loadedBy(path: string, seen = new Set<string>()): Set<string> {
  if (seen.has(path)) return seen
  seen.add(path)
  if (!/\.(?:html|js|css)$/.test(path)) return seen
  const text = readFileSync(path, 'utf8')
  const now = path.endsWith('.js')
    ? [...text.matchAll(/(?:\bfrom|\bimport)\s*"(\.\/[^"]+)"/g)].map(([, name]) => name ?? '')
    : [...text.matchAll(/(?:src|href)="\/([^"]+)"/g)].map(([, name]) => `/${name ?? ''}`)
  for (const name of now) {
    loadedBy(name.startsWith('/') ? join(built, name) : join(path, '..', name), seen)
  }
  return seen
}

const bundle = (name: string): string => {
  const found = readdirSync(join(built, 'assets')).find(
    (file) => file.startsWith(`${name}-`) && file.endsWith('.js'),
  )
  if (found === undefined)
    throw new Error(`There is no ${name} among the assets. Run: npm run build:web`)
  return join(built, 'assets', found)
}

test.each([
  ...['OverviewPage', 'LibraryPage', 'BuilderPage', 'ProfilePage', 'AudiencePage'],
  ...['TraitsPage', 'TraitPage', 'TraitBuilderPage', 'RfmPage'],
  ...['RetentionPage', 'MigrationPage', 'BasketPage', 'OverlapPage', 'IdentityPage'],
])('a first look at %s loads at most 300 kB, the font with it', (name) => {
  const files = loadedBy(join(built, 'index.html'))
  loadedBy(bundle(name), files)
  const font = readdirSync(join(built, 'assets')).find((file) =>
    file.startsWith('inter-latin-wght'),
  )
  if (font !== undefined) files.add(join(built, 'assets', font))
  const bytes = [...files].reduce((sum, path) => sum + weightOf(path), 0)
  expect(files.size).toBeGreaterThan(4)
  expect(bytes).toBeLessThanOrEqual(MOST)
  console.log(`${name}: ${Math.round(bytes / 1_000)} kB`)
})
