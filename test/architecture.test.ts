/** The facts of ARCHITECTURE.md, read from the tree itself and not from the configuration of a tool. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { filesBelow, root } from './files.test-support.ts'

const arrows: Readonly<Record<string, readonly string[]>> = {
  core: [],
  engine: ['core'],
  server: ['core', 'engine'],
  client: ['core'],
  shop: ['core'],
  cli: ['client', 'core', 'server', 'shop'],
  web: ['client', 'core'],
}

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>
}

const sources = filesBelow('packages').filter((path) =>
  /^packages\/[^/]+\/src\/.*\.tsx?$/.test(path),
)
const textOf = (path: string): string => readFileSync(new URL(path, root), 'utf8')
const isShipped = (path: string): boolean => !/\.test\.ts$|[./]test-support[./]/.test(path)

const dependenciesOf = (name: string): readonly string[] => {
  // npm itself has checked the shape of this file.
  const manifest = JSON.parse(textOf(`packages/${name}/package.json`)) as Manifest
  return Object.keys(manifest.dependencies ?? {}).sort()
}

test('every package has its place in the picture', () => {
  const found = new Set(sources.map((path) => path.split('/')[1]))
  expect([...found].sort()).toEqual(Object.keys(arrows).sort())
})

describe.each(Object.entries(arrows))('%s', (name, targets) => {
  const own = sources.filter((path) => path.startsWith(`packages/${name}/`))

  test('depends on no package of ours but those that its arrows point at', () => {
    const allowed = targets.map((target) => `@muster/${target}`)
    const ours = dependenciesOf(name).filter((dependency) => dependency.startsWith('@muster/'))
    expect(allowed).toEqual(expect.arrayContaining(ours))
  })

  test('imports no package of ours but those, except for types and tests', () => {
    const strays = own
      .filter(isShipped)
      .flatMap((path) => [
        ...textOf(path).matchAll(/^(?:import|export) (?!type )[^'=()]*'@muster\/([^'/]+)/gm),
      ])
      .filter(([, target]) => !targets.includes(target ?? ''))
    expect(strays.map(([line]) => line)).toEqual([])
  })
})

test('core depends on two libraries, and on nothing of node', () => {
  expect(dependenciesOf('core')).toEqual(['libphonenumber-js', 're2js'])
  const core = sources.filter((path) => path.startsWith('packages/core/') && isShipped(path))
  expect(core.filter((path) => /from 'node:|import\('node:/.test(textOf(path)))).toEqual([])
})

test('no file is above 500 lines', () => {
  const long = sources.filter((path) => textOf(path).split('\n').length > 501)
  expect(long).toEqual([])
})

test('whoever silences the linter says why', () => {
  const silent = sources.filter((path) =>
    textOf(path)
      .split('\n')
      .some((line) => /eslint-disable/.test(line) && !/eslint-disable.* -- \S/.test(line)),
  )
  expect(silent).toEqual([])
})
