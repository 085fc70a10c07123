import { checkDefinition, type Catalogue, type Checked, type Definition } from '@muster/core'
import { listAudiences } from '../metadata/audience/readAudiences.ts'
import type { Audience } from '../metadata/audience/audience.ts'
import type { Metadata } from '../metadata/metadata.ts'
import type { InForce } from '../refresh/program.ts'

/** Every audience with its definition, as far as definitions refer to each other. */
export interface Library {
  readonly audiences: readonly Audience[]
  readonly definitions: ReadonlyMap<string, Definition>
  readonly lists: ReadonlySet<string>
}

export async function readLibrary({ db }: Pick<Metadata, 'db'>): Promise<Library> {
  const audiences = await listAudiences(db)
  const lists = await db.selectFrom('lists').select('id').where('archived_at', 'is', null).execute()
  return {
    audiences,
    // Only what has passed the check is ever stored.
    definitions: new Map(
      audiences.map((audience) => [audience.id, audience.definition as unknown as Definition]),
    ),
    lists: new Set(lists.map((list) => list.id)),
  }
}

/** Checks a definition against what there is to refer to and what has been seen in the data. */
export function checkAgainst(
  library: Library,
  definition: unknown,
  catalogue: Catalogue | undefined,
  self?: string,
): Checked {
  const audienceIds = library.audiences
    .filter((audience) => audience.state !== 'archived')
    .map((audience) => audience.id)
  return checkDefinition(definition, {
    audience: (id) => library.definitions.get(id),
    audienceIds,
    list: (id) => library.lists.has(id),
    listIds: [...library.lists],
    ...(self === undefined ? {} : { self }),
    ...(catalogue === undefined ? {} : { catalogue }),
  })
}

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
