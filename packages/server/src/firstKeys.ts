import type { Engine } from '@muster/engine'

/** The keys that an empty workspace starts with. They are shown to whoever started it, this once. */
export interface FirstKeys {
  /** An admin's secret key. */
  readonly secretKey: string
  readonly writeKey: string
}

/** Creates them when there is no key at all, not even a revoked one; otherwise nothing. */
export async function createFirstKeys(engine: Engine): Promise<FirstKeys | undefined> {
  const keys = await engine.keys.list()
  if (keys.length > 0) return undefined
  const by = 'first start'
  const owner = await engine.keys.create({ kind: 'secret', role: 'admin', name: 'owner' }, by)
  const write = await engine.keys.create({ kind: 'write', name: 'first source' }, by)
  return { secretKey: owner.key, writeKey: write.key }
}
