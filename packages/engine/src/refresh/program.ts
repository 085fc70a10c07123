import { edgesOf, references, type Definition, type Edge } from '@muster/core'

/** One audience whose membership refresh keeps true. */
export interface InForce {
  readonly id: string
  readonly number: number
  readonly version: number
  readonly definition: Definition
}

/** All that a tick needs to know of the audiences that it covers. */
export interface Program {
  readonly audiences: readonly InForce[]
  /** Every distinct edge, with the numbers of the audiences whose truth it may change. */
  readonly edges: readonly { readonly edge: Edge; readonly audiences: ReadonlySet<number> }[]
  /** The numbers of the audiences in which somebody's event can change what holds for others of the same account. */
  readonly onAccounts: ReadonlySet<number>
  readonly definitionOf: (id: string) => Definition
  /** By an audience's number, its definition with all that it refers to: two audiences or versions of one meaning have one text. */
  readonly meanings: ReadonlyMap<number, string>
}

/** `definitions` holds every audience that may be referred to, in force or not. */
export function createProgram(
  audiences: readonly InForce[],
  definitions: ReadonlyMap<string, Definition>,
): Program {
  const definitionOf = (id: string): Definition => {
    const definition = definitions.get(id)
    if (definition === undefined) throw new Error(`audience ${id} is referred to and not there`)
    return definition
  }
  const edges = new Map<string, { readonly edge: Edge; readonly audiences: Set<number> }>()
  for (const audience of audiences) {
    for (const edge of edgesOf(audience.definition, { audience: definitionOf })) {
      const key = JSON.stringify(edge)
      const known = edges.get(key) ?? { edge, audiences: new Set() }
      edges.set(key, known)
      known.audiences.add(audience.number)
    }
  }
  return {
    audiences,
    edges: [...edges.values()],
    onAccounts: new Set(
      audiences
        .filter(({ definition }) => usesAccounts(definition, definitionOf))
        .map(({ number }) => number),
    ),
    definitionOf,
    meanings: new Map(
      audiences.map(({ number, definition }) => [number, meaningOf(definition, definitionOf)]),
    ),
  }
}

function meaningOf(definition: Definition, definitionOf: (id: string) => Definition): string {
  const referred = new Map<string, Definition>()
  const follow = (from: Definition): void => {
    for (const id of references(from).audiences) {
      if (referred.has(id)) continue
      referred.set(id, definitionOf(id))
      follow(definitionOf(id))
    }
  }
  follow(definition)
  return JSON.stringify([definition, ...referred], (_, value: unknown) =>
    typeof value === 'bigint' ? `${value}n` : value,
  )
}

function usesAccounts(definition: Definition, definitionOf: (id: string) => Definition): boolean {
  const { account, audiences } = references(definition)
  return account || audiences.some((id) => usesAccounts(definitionOf(id), definitionOf))
}
