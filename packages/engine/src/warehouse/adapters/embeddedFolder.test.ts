import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { render, sql } from '@muster/core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openWarehouse } from '../openWarehouse.ts'

let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'muster-folder-'))
})
afterAll(() => rm(root, { recursive: true, force: true }))

const script = fileURLToPath(new URL('../test-support/writeForever.ts', import.meta.url))

/** Starts a writer on the folder and gives the numbers that it says to stand. */
function startWriter(folder: string, first: number): { child: ChildProcess; stands: number[] } {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', '--conditions', 'source', script, folder, String(first)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const stands: number[] = []
  createInterface(child.stdout).on('line', (line) => {
    const number = /^stands (\d+)$/.exec(line)?.[1]
    if (number !== undefined) stands.push(Number(number))
  })
  return { child, stands }
}

/** Kills the writer when so many rows are said to stand; all that it said before it died counts. */
async function killAfter({ child, stands }: ReturnType<typeof startWriter>, rows: number) {
  const until = Date.now() + 40_000
  while (stands.length < rows) {
    if (child.exitCode !== null || Date.now() > until) throw new Error('the writer does not write')
    await new Promise((done) => setTimeout(done, 3))
  }
  child.kill('SIGKILL')
  // 'close' and not 'exit': what it wrote before is still in the pipe.
  await once(child, 'close')
}

const nodesIn = async (folder: string): Promise<ReadonlySet<number>> => {
  const warehouse = await openWarehouse({ folder })
  const rows = await warehouse.query<{ node: string }>(render(sql`SELECT node FROM assignments`))
  await warehouse.close()
  return new Set(rows.map(({ node }) => Number(node)))
}

test('a missing folder is made, and one folder after another opens in one process', async () => {
  for (const name of ['one/deep', 'two', 'one/deep']) {
    const warehouse = await openWarehouse({ folder: join(root, name) })
    await warehouse.insert('assignments', ['node'], [[1]])
    await warehouse.close()
  }
  expect(await nodesIn(join(root, 'one/deep'))).toEqual(new Set([1]))
})

test('one folder after another opens, though reads were under way', async () => {
  const first = await openWarehouse({ folder: join(root, 'two') })
  const slow = Promise.all(
    [1, 2, 3].map(() => first.query<{ done: number }>(render(sql`SELECT sleep(0.5) AS done`))),
  )
  await first.close()
  const second = await openWarehouse({ folder: join(root, 'one/deep') })
  await second.close()
  expect(await slow).toHaveLength(3)
})

test('a second folder at once is refused, and the first goes on', async () => {
  const first = await openWarehouse({ folder: join(root, 'one/deep') })
  await expect(openWarehouse({ folder: join(root, 'two') })).rejects.toMatchObject({
    code: 'folder_in_use',
    transient: false,
  })
  expect(await first.query(render(sql`SELECT 1 AS one`))).toEqual([{ one: 1 }])
  await first.close()
})

test('a folder that can not be one is refused', async () => {
  await writeFile(join(root, 'file'), 'text')
  await expect(openWarehouse({ folder: join(root, 'file') })).rejects.toMatchObject({
    code: 'folder_unusable',
  })
})

test('a folder that is not ours to write is refused', async (context) => {
  if (process.getuid?.() === 0) context.skip('root may write everywhere')
  const folder = join(await mkdtemp(join(root, 'closed-')))
  await chmod(folder, 0o500)
  await expect(openWarehouse({ folder })).rejects.toMatchObject({ code: 'folder_unusable' })
})

test('a second process on a folder is refused, and told which process has it', async () => {
  const folder = join(root, 'shared')
  const writer = startWriter(folder, 0)
  while (writer.stands.length < 1) await new Promise((done) => setTimeout(done, 10))
  await expect(openWarehouse({ folder })).rejects.toMatchObject({
    code: 'folder_in_use',
    // A message that names the process.
    message: expect.stringContaining(`Process ${writer.child.pid}`) as string,
  })
  await killAfter(writer, 1)
})

test(
  'kill -9 loses no acknowledged row, and the folder opens again',
  { timeout: 120_000 },
  async () => {
    const folder = join(root, 'killed')
    const acknowledged: number[] = []
    for (let round = 0; round < 4; round++) {
      const writer = startWriter(folder, round * 100_000)
      await killAfter(writer, 1 + round * 7)
      acknowledged.push(...writer.stands)
    }
    const stored = await nodesIn(folder)
    expect(acknowledged.filter((node) => !stored.has(node))).toEqual([])
  },
)
