import {
  computedTraitsIn,
  edgesOf,
  noComputedTraits,
  references,
  withReferred,
  type Definition,
  type Edge,
  type Meanings,
} from '@muster/core'
import { concernOf, instantTest, readTest } from './concern.ts'
import { textOf } from './textOf.ts'

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
  readonly vocabulary: Meanings
  /** By an audience's number, its definition with the computed traits that it rests on, but without the audiences that it refers to. */
  readonly own: ReadonlyMap<number, readonly Definition[]>
  /** By an audience's number, its definition with all that it refers to: two audiences or versions of one meaning have one text. */
  readonly meanings: ReadonlyMap<number, string>
  /** The numbers of the audiences that new evidence of a kind may concern. */
  readonly concernedBy: (evidence: string) => ReadonlySet<number>
  /** Those of them in which a new value may itself change what holds as the clock moves on. */
  readonly timedBy: (evidence: string) => ReadonlySet<number>
  /** The numbers of all audiences. */
  readonly all: ReadonlySet<number>
  readonly byNumber: ReadonlyMap<number, InForce>
  /** Their numbers by id. */
  readonly inForce: ReadonlyMap<string, number>
}

/** For a program without audiences. */
export const nothingReferred: Meanings = {
  audience: (id) => {
    throw new Error(`audience ${id} is referred to and not there`)
  },
  computedTrait: noComputedTraits,
}

/** `vocabulary` knows every audience that may be referred to, in force or not. */
export function createProgram(audiences: readonly InForce[], vocabulary: Meanings): Program {
  const edges = new Map<string, { readonly edge: Edge; readonly audiences: Set<number> }>()
  for (const audience of audiences) {
    for (const edge of edgesOf(audience.definition, vocabulary)) {
      const key = JSON.stringify(edge)
      const known = edges.get(key) ?? { edge, audiences: new Set() }
      edges.set(key, known)
      known.audiences.add(audience.number)
    }
  }
  const whole = new Map(
    audiences.map(({ number, definition }) => [number, withReferred([definition], vocabulary)]),
  )
  const alone = { ...vocabulary, audience: () => undefined }
  const numbersOf = (test: (definitions: readonly Definition[]) => boolean): ReadonlySet<number> =>
    new Set([...whole].filter(([, definitions]) => test(definitions)).map(([number]) => number))
  return {
    audiences,
    edges: [...edges.values()],
    onAccounts: numbersOf((parts) => parts.some((part) => references(part).account)),
    vocabulary,
    own: new Map(
      audiences.map(({ number, definition }) => [number, withReferred([definition], alone)]),
    ),
    meanings: new Map(
      audiences.map(({ number, definition }) => {
        const traits = [...computedTraitsIn([definition], vocabulary)]
        return [number, textOf([...(whole.get(number) ?? []), traits])]
      }),
    ),
    concernedBy: concernOf(whole, readTest),
    timedBy: concernOf(whole, instantTest),
    all: new Set(whole.keys()),
    byNumber: new Map(audiences.map((audience) => [audience.number, audience])),
    inForce: new Map(audiences.map(({ id, number }) => [id, number])),
  }
}

/** The known one when it covers the same audiences: what was read for it stays good. */
export const sameOr = (known: Program, made: Program): Program =>
  namesOf(known) === namesOf(made) ? known : made

const namesOf = ({ audiences, inForce }: Program): string =>
  JSON.stringify(audiences.map(({ id, number, version }) => [number, version, inForce.has(id)]))

/** A program with those that are on their way into force, whose record is not to be believed. */
export function withComing(
  { audiences, all, inForce }: Program,
  coming: Program,
  vocabulary: Meanings,
): Program {
  const others = coming.audiences.filter(({ number }) => !all.has(number))
  return { ...createProgram([...audiences, ...others], vocabulary), inForce }
}
