import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { render, sql } from '@muster/core'
import { openWarehouse } from '@muster/engine'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { warehouseContract } from '../../packages/engine/src/warehouse/test-support/warehouse.contract.ts'
import { startBridge, type Bridge } from './bridge.ts'

let folder: string
let bridge: Bridge

warehouseContract({
  name: 'a server by URL',
  location: async () => {
    folder = await mkdtemp(join(tmpdir(), 'muster-bridge-'))
    bridge = await startBridge(folder)
    return { url: bridge.url }
  },
  clear: async () => {
    await bridge.stop()
    await rm(folder, { recursive: true })
  },
})

describe('a server that goes away', () => {
  let ground: string
  let server: Bridge
  beforeAll(async () => {
    ground = await mkdtemp(join(tmpdir(), 'muster-bridge-'))
    server = await startBridge(ground)
  })
  afterAll(async () => {
    await server.stop()
    await rm(ground, { recursive: true })
  })

  test('is an error that may pass, whatever was under way; and when it is back, all goes on', async () => {
    const warehouse = await openWarehouse({ url: server.url })
    const unreachable = { name: 'WarehouseError', code: 'unreachable', transient: true }
    await warehouse.insert('assignments', ['node'], [[1]])
    const slow = warehouse.query(render(sql`SELECT sleep(2)`)).catch((error: unknown) => error)
    await server.kill()
    expect(await slow).toMatchObject(unreachable)
    await expect(warehouse.query(render(sql`SELECT 1`))).rejects.toMatchObject(unreachable)
    await expect(warehouse.insert('assignments', ['node'], [[2]])).rejects.toMatchObject(
      unreachable,
    )
    await server.start()
    await warehouse.insert('assignments', ['node'], [[3]])
    expect(await warehouse.query(render(sql`SELECT node FROM assignments ORDER BY node`))).toEqual([
      { node: '1' },
      { node: '3' },
    ])
    await warehouse.close()
  })

  test('a database that is not there is refused at once', async () => {
    await expect(openWarehouse({ url: `${server.url}/nowhere` })).rejects.toMatchObject({
      code: 'unknown_database',
      transient: false,
    })
  })

  test('a database of its own is used', async () => {
    const first = await openWarehouse({ url: server.url })
    await first.command(render(sql`CREATE DATABASE of_its_own`))
    const second = await openWarehouse({ url: `${server.url}/of_its_own` })
    expect(await second.query(render(sql`SELECT node FROM assignments`))).toEqual([])
    await first.close()
    await second.close()
  })
})

test('nobody listens: the code is unreachable', async () => {
  await expect(openWarehouse({ url: 'http://127.0.0.1:1' })).rejects.toMatchObject({
    code: 'unreachable',
    transient: true,
  })
})
