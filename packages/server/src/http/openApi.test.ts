import { readFile, writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { createRoutes } from '../routes/createRoutes.ts'
import { openApi } from './openApi.ts'

const place = new URL('../../openapi.json', import.meta.url)

/** To bring the file up to date: MUSTER_WRITE_OPENAPI=1 and this test. */
test('the committed description of the API is what the routes say', async () => {
  const text = `${JSON.stringify(openApi(createRoutes()), undefined, 2)}\n`
  if (process.env['MUSTER_WRITE_OPENAPI'] === '1') await writeFile(place, text)
  expect(JSON.parse(await readFile(place, 'utf8'))).toEqual(JSON.parse(text))
})

test('every operation has a name of its own', () => {
  const names = createRoutes().map(({ operation }) => operation)
  expect(new Set(names).size).toBe(names.length)
})
