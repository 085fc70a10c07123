import {
  checkDefinition,
  type Catalogue,
  type CheckContext,
  type Checked,
  type Definition,
  type Meanings,
  type TraitExpression,
} from '@muster/core'
import { listAudiences } from '../metadata/audience/readAudiences.ts'
import type { Audience } from '../metadata/audience/audience.ts'
import type { Metadata } from '../metadata/metadata.ts'
import { listOwnTraits } from '../metadata/trait/computedTraits.ts'
import type { InForce } from '../refresh/program.ts'
import { standardTraitsIn } from '../segmentation/standardTraitsIn.ts'

/** Every audience with its definition, as far as definitions refer to each other. */
export interface Library {
  readonly audiences: readonly Audience[]
  readonly definitions: ReadonlyMap<string, Definition>
  readonly computedTraits: ReadonlyMap<string, TraitExpression>
  readonly lists: ReadonlySet<string>
}

export async function readLibrary({ db }: Pick<Metadata, 'db'>): Promise<Library> {
  const audiences = await listAudiences(db)
  const own = await listOwnTraits(db)
  const lists = await db.selectFrom('lists').select('id').where('archived_at', 'is', null).execute()
  return {
    audiences,
    // Only what has passed the check is ever stored.
    definitions: new Map(
      audiences.map((audience) => [audience.id, audience.definition as unknown as Definition]),
    ),
    computedTraits: new Map([
      ...(await standardTraitsIn(db)),
      ...own.map(({ name, expression }) => [name, expression] as const),
    ]),
    lists: new Set(lists.map((list) => list.id)),
  }
}

/** What references mean. Throws for an audience that is not there: only what has passed the check refers to anything. */
export const meaningsOf = ({
  definitions,
  computedTraits,
}: Pick<Library, 'definitions' | 'computedTraits'>): Meanings => ({
  audience: (id) => {
    const definition = definitions.get(id)
    if (definition === undefined) throw new Error(`audience ${id} is referred to and not there`)
    return definition
  },
  computedTrait: (name) => computedTraits.get(name),
})

/** What definitions and computed traits are checked against: what there is to refer to, and what has been seen in the data. */
export const checkContextOf = (library: Library, catalogue?: Catalogue): CheckContext => ({
  audience: (id) => library.definitions.get(id),
  audienceIds: library.audiences.filter(({ state }) => state !== 'archived').map(({ id }) => id),
  list: (id) => library.lists.has(id),
  listIds: [...library.lists],
  computedTrait: (name) => library.computedTraits.get(name),
  computedTraitNames: [...library.computedTraits.keys()],
  ...(catalogue === undefined ? {} : { catalogue }),
})

export const checkAgainst = (
  library: Library,
  definition: unknown,
  catalogue: Catalogue | undefined,
  self?: string,
): Checked =>
  checkDefinition(definition, {
    ...checkContextOf(library, catalogue),
    ...(self === undefined ? {} : { self }),
  })

/** The live audiences, as refresh evaluates them. */
export const liveOf = (library: Library): readonly InForce[] =>
  library.audiences
    .filter((audience) => audience.state === 'live')
    .map(({ id, number, version, definition }) => ({
      id,
      number,
      version,
      definition: definition as unknown as Definition,
    }))
