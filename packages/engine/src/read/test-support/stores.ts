import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defaultIdentityLimits, noComputedTraits, type Message } from '@muster/core'
import { createAudience } from '../../metadata/audience/createAudience.ts'
import type { Metadata } from '../../metadata/metadata.ts'
import { openMetadata } from '../../metadata/openMetadata.ts'
import { recordMessages, resolveMessages } from '../../record/record.ts'
import { createResolver, type Resolver } from '../../resolve/createResolver.ts'
import { openWarehouse } from '../../warehouse/openWarehouse.ts'
import type { Warehouse } from '../../warehouse/warehouse.ts'

/** Both stores, embedded and empty, and the way by which messages come into them. */
export interface Stores {
  readonly warehouse: Warehouse
  readonly metadata: Metadata
  readonly resolver: Resolver
  readonly record: (...messages: readonly Message[]) => Promise<void>
  /** The profile that has this user id. */
  readonly profile: (userId: string) => Promise<bigint>
  /** Makes a live audience and gives its number. */
  readonly audience: (id: string) => Promise<number>
  readonly close: () => Promise<void>
}

/** A workspace in UTC that has neither computed traits nor columns of its own. */
export const nothingDefined = {
  zone: 'UTC',
  promoted: new Set<string>(),
  meanings: { audience: () => ({ everyone: true }) as const, computedTrait: noComputedTraits },
}

/** One process holds one warehouse folder, so a test file opens its stores once. */
export async function openStores(): Promise<Stores> {
  const folder = await mkdtemp(join(tmpdir(), 'muster-read-'))
  const warehouse = await openWarehouse({ folder })
  const metadata = await openMetadata({ memory: true })
  const resolver = createResolver({
    metadata,
    settings: { limits: defaultIdentityLimits },
    clock: () => 0,
  })
  return {
    warehouse,
    metadata,
    resolver,
    record: async (...messages) => {
      await recordMessages(warehouse, await resolveMessages(resolver, messages))
    },
    profile: async (userId) => {
      const profile = await resolver.profileOf([{ kind: 'user_id', value: userId }])
      if (profile === undefined) throw new Error(`nobody is ${userId}`)
      return profile
    },
    audience: async (id) => {
      const wanted = { id, name: id, definition: { everyone: true }, fingerprint: id } as const
      const by = { at: START, by: 'test' }
      const made = await createAudience(metadata.db, { ...wanted, state: 'live' }, by)
      if (!made.ok) throw new Error(made.error.message)
      return made.value.number
    },
    close: async () => {
      await Promise.all([warehouse.close(), metadata.close()])
      await rm(folder, { recursive: true, force: true })
    },
  }
}

let made = 0

/** A message of a person with this user id, a second after the one made before unless it says otherwise. */
export function message(userId: string, facts: Partial<Message>): Message {
  made++
  const at = facts.timestamp ?? START + made * 1_000
  return {
    kind: 'track',
    messageId: `m${made}`,
    timestamp: at,
    receivedAt: at,
    event: facts.kind === undefined || facts.kind === 'track' ? 'Order Completed' : '',
    properties: {},
    traits: {},
    context: {},
    groupId: '',
    identifiers: [{ kind: 'user_id', value: userId }],
    ...facts,
  }
}

/** 2027-01-15T08:00:00Z */
export const START = 1_800_000_000_000
