/** A rule has a number and a test quotes it: `- [W2] ...` in a SPEC, `test('[W2] ...')` beside the code. */
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { expect, test } from 'vitest'
import { filesBelow, root } from './files.test-support.ts'

/** Each match with the place it was found at, for a failure that can be read. */
const find = (paths: readonly string[], pattern: RegExp): readonly (readonly [string, string])[] =>
  paths.flatMap((path) =>
    [...readFileSync(new URL(path, root), 'utf8').matchAll(pattern)].flatMap(([text]) =>
      [...text.matchAll(/\[([A-Z]+\d+)\]/g)].map(([, rule]) => [rule ?? '', path] as const),
    ),
  )

const all = [...filesBelow('packages'), ...filesBelow('test')]
const specs = filesBelow('packages/core').filter((path) => /^SPEC.*\.md$/.test(basename(path)))
const tests = all.filter((path) => /\.test\.ts$|[./]test-support[./]/.test(path))

/** A rule is stated on a line that begins with its number, behind a bullet, a table's bar, a heading or bold. */
const stated = find(specs, /^[-*#>|` ]*\[[A-Z]+\d+\]/gm)
const mentioned = find(specs, /\[[A-Z]+\d+\]/g)
/** A name quotes the rules that it begins with: one, or several in a row. */
const named = find(tests, /['"`](?:\[[A-Z]+\d+\][ ,]*)+/g)
/** A row of a table of cases quotes the rule in its first column, which the test's name takes up. */
const tabled = tests.flatMap((path) =>
  [...readFileSync(new URL(path, root), 'utf8').matchAll(/^\s*\[\s*'([A-Z]\d+)',/gm)].map(
    ([, rule]) => [rule ?? '', path] as const,
  ),
)
const quoted = [...named, ...tabled]

const rules = new Set(stated.map(([rule]) => rule))

test('every rule is stated once', () => {
  const names = stated.map(([rule]) => rule)
  expect(names.filter((rule, index) => names.indexOf(rule) !== index)).toEqual([])
})

test('every rule that a SPEC mentions is stated', () => {
  expect(mentioned.filter(([rule]) => !rules.has(rule))).toEqual([])
})

test('every rule is quoted by a test', () => {
  const proven = new Set(quoted.map(([rule]) => rule))
  expect([...rules].filter((rule) => !proven.has(rule))).toEqual([])
})

test('every rule that a test quotes is stated', () => {
  expect(quoted.filter(([rule]) => !rules.has(rule))).toEqual([])
})
