import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { scoreIdentity, type Identifier, type Json } from '@muster/core'
import { createEngine } from '@muster/engine'
import { createShop } from '@muster/shop'

test(
  'the simulated shop is resolved into its people: most are told apart and most devices are found',
  { timeout: 300_000 },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'muster-identity-'))
    const engine = await createEngine({
      warehouse: { folder: join(folder, 'warehouse') },
      metadata: { folder: join(folder, 'metadata') },
      importFolder: join(folder, 'imports'),
    })
    const shop = createShop({
      seed: 7,
      people: 150,
      until: Date.parse('2026-06-01T00:00:00Z'),
      days: 365,
    })
    let batch: Json[] = []
    const send = async (): Promise<void> => {
      await engine.ingest.take({
        messages: batch,
        byteLengths: batch.map(() => 1_000),
        source: 'shop',
      })
      batch = []
    }
    for (const { message } of shop.history()) {
      // A message is plain JSON; its type only lacks an index signature.
      batch.push(message as unknown as Json)
      if (batch.length === 1_000) await send()
    }
    await send()

    // Deterministic rules join what one message names: somebody who is known by email only, on a tablet that others use too, is taken for
    // one of them. That is what keeps precision below 1.
    // Who shares a device belongs to several people, and one group for an identifier is all that a score can compare.
    const truth = [...shop.truth()].map(({ identifiers }) =>
      identifiers.filter((identifier) => identifier.shared !== true),
    )
    const found = new Map<bigint, Identifier[]>()
    for (const identifier of truth.flat()) {
      const profile = await engine.profiles.find(identifier)
      if (profile !== undefined) found.set(profile, [...(found.get(profile) ?? []), identifier])
    }
    const seen = new Set([...found.values()].flat())
    const score = scoreIdentity(
      truth.map((group) => group.filter((identifier) => seen.has(identifier))),
      [...found.values()],
    )
    expect(score.precision).toBeGreaterThan(0.9)
    expect(score.recall).toBeGreaterThan(0.7)
    await engine.close()
    rmSync(folder, { recursive: true })
  },
)
