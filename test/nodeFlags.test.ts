import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')

test('whoever starts the command gives Node what its first line gives it', () => {
  const [line = ''] = read('packages/cli/src/main.ts').split('\n')
  const [, pool = '', flag = ''] = /(UV_THREADPOOL_SIZE=\d+) node (--\S+)$/.exec(line) ?? []
  expect(pool).not.toBe('')
  const size = pool.replace('UV_THREADPOOL_SIZE=', '')
  expect(read('Dockerfile')).toContain(pool)
  for (const starter of ['scripts/demo.mjs', 'bench/server/startServer.ts']) {
    expect(read(starter)).toMatch(new RegExp(`UV_THREADPOOL_SIZE[^\\n]* '${size}'`))
    expect(read(starter)).toContain(`'${flag}'`)
  }
  expect(read('Dockerfile')).toContain(`"${flag}"`)
})
