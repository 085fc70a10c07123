import { readLibrary, type Library } from '../library/library.ts'
import { lockAudiences } from '../metadata/audience/names.ts'
import { requestBackfill } from '../metadata/audience/progress.ts'
import type { Db } from '../metadata/metadata.ts'
import { textOf } from '../refresh/textOf.ts'
import { dependentsOf } from './dependentsOf.ts'

/**
 * Writes what may give computed traits another meaning, and asks in the same transaction for everybody to be looked at in exactly those live
 * audiences that rest on a trait which means something else afterwards. They keep their members until that is done.
 */
export async function recomputing<T>(
  tx: Db,
  at: number,
  write: (before: Library) => Promise<T>,
): Promise<T> {
  await lockAudiences(tx)
  const before = await readLibrary({ db: tx })
  const written = await write(before)
  const after = await readLibrary({ db: tx })
  const changed = traitsChanged(before, after)
  if (changed.size === 0) return written
  const affected = new Set(
    [before, after].flatMap((library) =>
      dependentsOf(changed, library).audiences.map(({ number }) => number),
    ),
  )
  for (const { state, number: audience, version } of after.audiences)
    if (state === 'live' && affected.has(audience))
      await requestBackfill(tx, { audience, version, at })
  return written
}

/** Names of the traits that one library has and the other has not, or has with another expression. */
function traitsChanged(before: Library, after: Library): ReadonlySet<string> {
  const text = ({ computedTraits }: Library, name: string): string =>
    textOf([computedTraits.get(name)])
  const names = [...before.computedTraits.keys(), ...after.computedTraits.keys()]
  return new Set(names.filter((name) => text(before, name) !== text(after, name)))
}
