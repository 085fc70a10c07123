import type { Definition } from '@muster/core'
import type { Change, Engine } from '@muster/engine'
import { createFeed } from './feed.ts'
import type { Step } from './history.ts'
import { keyOfAll, type Reference, type ReferenceWorld } from './reference.ts'

export interface Checks {
  /** To be told of every step that is no check. */
  readonly note: (step: Step) => void
  /** Waits for the engine to come to rest, and says in words where it differs from the reference. */
  readonly run: (engine: Engine, previews: readonly Definition[]) => Promise<readonly string[]>
  readonly changes: () => number
}

/** A page holds everything; that pages lead on to one another is tested beside the reads. */
const LIMIT = 5_000

export function createChecks(reference: Reference): Checks {
  const feed = createFeed()
  let before = -Infinity
  /** Whether only the clock moved since the last check. */
  let isClockAlone = false
  let round = 0

  const run = async (
    engine: Engine,
    previews: readonly Definition[],
  ): Promise<readonly string[]> => {
    await engine.settle()
    const { watermark: at } = await engine.status()
    if (at === undefined) return ['there is no watermark although the engine is at rest']
    const cursor = feed.cursor()
    const { changes } = await engine.changes.page({
      ...(cursor === undefined ? {} : { after: cursor }),
      limit: LIMIT,
    })
    const faults = [...feed.follow(changes)]
    if (isClockAlone) faults.push(...changes.flatMap((change) => faultOfEdge(change, before)))
    const world = reference.read()
    const { keys, numbers } = await profilesOf(engine, at)
    faults.push(
      ...difference(
        'profiles',
        new Set(world.profiles.map(({ key }) => key)),
        new Set(keys.values()),
      ),
    )
    const named = (ids: ReadonlySet<bigint>): Set<string> =>
      new Set([...ids].map((id) => keys.get(id) ?? `profile ${id}`))
    const expected = new Map(
      [...world.live].map(([id, definition]) => [id, world.members(definition, at, numbers)]),
    )
    for (const [id, members] of expected) {
      faults.push(...difference(`members of ${id} at ${at}`, members, named(feed.members(id, at))))
    }
    faults.push(
      ...(await readings(engine, world, { at, keys, numbers, expected, previews }, round++)),
    )
    before = at
    isClockAlone = true
    return faults
  }

  return {
    run,
    changes: feed.length,
    note: (step) => {
      if (step.do !== 'clock') isClockAlone = false
    },
  }
}

/** A change that nothing but the clock can have made says so, and that it was due since the last check. */
function faultOfEdge(change: Change, before: number): readonly string[] {
  if (change.at <= before) return []
  const told = `change ${change.cursor} of ${change.audience} at ${change.at}`
  if (change.cause.kind !== 'edge')
    return [`${told} is the clock's, and said to be caused by ${change.cause.kind}`]
  return change.dueAt > before && change.dueAt <= change.at
    ? []
    : [`${told} was due at ${change.dueAt}, not in (${before}, ${change.at}]`]
}

interface Reading {
  readonly at: number
  readonly keys: ReadonlyMap<bigint, string>
  readonly numbers: ReadonlyMap<string, bigint>
  readonly expected: ReadonlyMap<string, ReadonlySet<string>>
  readonly previews: readonly Definition[]
}

/** Asks the reads too, one audience and one profile in turn: members, explanation, and the size of definitions that nobody saved. */
async function readings(
  engine: Engine,
  world: ReferenceWorld,
  { at, keys, numbers, expected, previews }: Reading,
  round: number,
): Promise<readonly string[]> {
  const faults: string[] = []
  const id = [...expected.keys()][round % expected.size] ?? 'everyone'
  const members = await engine.audiences.members(id, { at, limit: LIMIT })
  if (!members.ok) return [`members of ${id}: ${members.error.code}`]
  const listed = new Set(members.value.members.map(({ identifiers }) => keyOfAll(identifiers)))
  faults.push(
    ...difference(`members page of ${id} at ${at}`, expected.get(id) ?? new Set(), listed),
  )
  faults.push(...(await presentMembers(engine, world, { id, at, numbers })))
  const [profile, key] = [...keys][round % Math.max(1, keys.size)] ?? []
  if (profile !== undefined && key !== undefined) {
    const explained = await engine.audiences.explain({ audience: id }, profile, at)
    if (!explained.ok) faults.push(`explain ${id}: ${explained.error.code}`)
    else if (explained.value.holds !== (expected.get(id)?.has(key) ?? false))
      faults.push(`explain ${id} of ${key} at ${at} says ${explained.value.holds}`)
  }
  for (const definition of previews) {
    const preview = await engine.audiences.preview(definition, { at, sample: 0 })
    const size = world.members(definition, at, numbers).size
    if (!preview.ok) faults.push(`preview: ${preview.error.code}`)
    else if (preview.value.size !== size)
      faults.push(`preview at ${at} finds ${preview.value.size} instead of ${size}`)
  }
  return faults
}

/** The members of the present: time goes on while they are read, so they may be those of the instant behind the reading. */
async function presentMembers(
  engine: Engine,
  world: ReferenceWorld,
  {
    id,
    at,
    numbers,
  }: { readonly id: string; readonly at: number; readonly numbers: ReadonlyMap<string, bigint> },
): Promise<readonly string[]> {
  const definition = world.live.get(id)
  const page = await engine.audiences.members(id, { limit: LIMIT })
  if (definition === undefined || !page.ok) return [`present members of ${id} can't be read`]
  const listed = new Set(page.value.members.map(({ identifiers }) => keyOfAll(identifiers)))
  const differenceAt = (instant: number): readonly string[] =>
    difference(`present members of ${id}`, world.members(definition, instant, numbers), listed)
  const first = differenceAt(at)
  return first.length === 0 ? [] : differenceAt((await engine.status()).watermark ?? at)
}

/** The engine's profiles by the identifiers that they have. */
async function profilesOf(engine: Engine, at: number): Promise<Pick<Reading, 'keys' | 'numbers'>> {
  const page = await engine.audiences.members('everyone', { at, limit: LIMIT })
  if (!page.ok) throw new Error(page.error.message)
  const pairs = page.value.members.map(
    ({ profile, identifiers }) => [profile, keyOfAll(identifiers)] as const,
  )
  return { keys: new Map(pairs), numbers: new Map(pairs.map(([profile, key]) => [key, profile])) }
}

function difference(
  what: string,
  expected: ReadonlySet<string>,
  found: ReadonlySet<string>,
): readonly string[] {
  const missing = [...expected].filter((key) => !found.has(key))
  const extra = [...found].filter((key) => !expected.has(key))
  return missing.length + extra.length === 0
    ? []
    : [`${what}: missing [${missing.join(' | ')}], too many [${extra.join(' | ')}]`]
}
