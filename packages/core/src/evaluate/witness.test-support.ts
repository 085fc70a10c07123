import fc from 'fast-check'
import type { Definition, Numeric, NumberTest, Path, Predicate } from '../audience/definition.ts'
import { durationOf, instantOf } from '../time/checked.ts'
import { formatInstant } from '../time/instant.ts'
import type { Json, JsonObject } from '../value/json.ts'
import { parsePath } from '../value/parsePath.ts'
import { arbitraryObject, arbitraryScalar, BASE_INSTANT } from '../vocabulary.test-support.ts'

/**
 * A value that a definition asks about, and where it should lie for the definition to find it. Histories drawn blindly satisfy few
 * predicates, and two evaluators that both say "no" have proved little.
 */
export interface Witness {
  readonly place: 'properties' | 'context' | 'traits'
  readonly path: Path
  readonly value: fc.Arbitrary<Json>
}

/** Witnesses for every predicate of a definition: values that satisfy it, and values just beside. */
export function witnessesOf(definition: Definition): readonly Witness[] {
  return visit(definition, '')
}

/** A definition is a tree of plain objects, so one walk by keys finds every path with what is asked of it. */
function visit(node: unknown, prefix: string): readonly Witness[] {
  if (Array.isArray(node)) return node.flatMap((member) => visit(member, prefix))
  if (typeof node !== 'object' || node === null) return []
  // Checked by every caller against the keys that a definition has.
  const { property, context, trait, is, changed, aggregate, some, where, ...rest } = node as Node
  const found: Witness[] = []
  const add = (place: Witness['place'], path: Path | undefined, asked: Predicate | undefined) => {
    if (path === undefined || asked === undefined) return
    found.push({
      place,
      path: place === 'properties' ? prefix + path : path,
      value: witness(asked),
    })
  }
  add('properties', property, is)
  add('context', context, is)
  add(
    'traits',
    trait,
    is ?? (changed === undefined ? { onOrAfter: formatInstant(BASE_INSTANT) } : undefined),
  )
  add('traits', trait, changed?.from)
  add('traits', trait, changed?.to)
  if (typeof aggregate === 'object') {
    add('properties', Object.values(aggregate)[0], is ?? { between: [0, 5] })
  }
  const inside = typeof some === 'string' ? `${prefix}${some}[].` : prefix
  const deeper = Object.values(rest).flatMap((member) => visit(member, prefix))
  return [...found, ...visit(where, inside), ...deeper]
}

interface Node {
  readonly property?: Path
  readonly context?: Path
  readonly trait?: Path
  readonly is?: Predicate
  readonly changed?: { readonly from?: Predicate; readonly to?: Predicate }
  readonly aggregate?: string | Readonly<Record<string, Path>>
  readonly some?: Path
  readonly where?: unknown
}

/** Values that satisfy a predicate, or miss it narrowly. */
function witness(predicate: Predicate): fc.Arbitrary<Json> {
  const text = (...texts: string[]): fc.Arbitrary<Json> =>
    fc.constantFrom(...texts.flatMap((t) => [t, t.toLowerCase(), t.toUpperCase()]))
  const around = (at: number): fc.Arbitrary<Json> =>
    fc.constantFrom(-1, 0, 1).map((offset) => formatInstant(at + offset))
  if ('exists' in predicate) return fc.oneof(arbitraryScalar, fc.constant(null))
  if ('equals' in predicate) {
    const { equals } = predicate
    return typeof equals === 'string' ? text(equals) : fc.constant(equals)
  }
  if ('oneOf' in predicate) return fc.constantFrom(...predicate.oneOf)
  if ('contains' in predicate) return text(predicate.contains, `x${predicate.contains}y`)
  if ('startsWith' in predicate) return text(`${predicate.startsWith}y`)
  if ('endsWith' in predicate) return text(`x${predicate.endsWith}`)
  if ('matches' in predicate) return fc.constantFrom('', 'a', 'ab', 'a\nb', 'PRO', 'é5')
  if ('before' in predicate) return around(instantOf(predicate.before))
  if ('onOrAfter' in predicate) return around(instantOf(predicate.onOrAfter))
  if ('withinLast' in predicate) return around(BASE_INSTANT - durationOf(predicate.withinLast))
  if ('moreThanAgo' in predicate) return around(BASE_INSTANT - durationOf(predicate.moreThanAgo))
  if ('withinNext' in predicate) return around(BASE_INSTANT + durationOf(predicate.withinNext))
  if ('moreThanAhead' in predicate)
    return around(BASE_INSTANT + durationOf(predicate.moreThanAhead))
  if ('anniversaryWithin' in predicate) {
    return around(BASE_INSTANT + durationOf(predicate.anniversaryWithin))
  }
  if ('includes' in predicate) return fc.constant([null, predicate.includes])
  if ('some' in predicate) return fc.array(witness(predicate.some), { minLength: 1, maxLength: 2 })
  if ('length' in predicate) {
    const most = Number(numbersOf(predicate.length)[0])
    const length = Math.max(0, Math.min(4, Math.floor(most)))
    return fc.array(arbitraryScalar, { minLength: length, maxLength: length + 1 })
  }
  if ('near' in predicate) {
    const { lat, lon } = predicate.near
    return fc.constantFrom({ lat, lon }, { lat: lat / 2, lon }, { lat: -lat, lon: 10 })
  }
  return fc
    .constantFrom(...numbersOf(predicate))
    .chain((n) => fc.constantFrom<Numeric[]>(n, Number(n) + 1, Number(n) - 1))
}

function numbersOf(test: NumberTest): readonly Numeric[] {
  return Object.values<Numeric | readonly Numeric[]>(test).flat()
}

/** The object with a value where a path leads, now and then under the path's whole name as the key. */
function planted(
  object: JsonObject,
  { path, value }: { readonly path: Path; readonly value: Json },
  underWholeName: boolean,
): JsonObject {
  if (underWholeName) return { ...object, [path]: value }
  const built = parsePath(path).reduceRight<Json>((inner, { key, each }, depth) => {
    let wrapped = inner
    for (let i = 0; i < each; i++) wrapped = [wrapped]
    return depth === 0 ? wrapped : Object.fromEntries([[key, wrapped]])
  }, value)
  return Object.fromEntries([...Object.entries(object), [parsePath(path)[0]?.key ?? path, built]])
}

/** An object of the shared world, with witnesses planted in every other place where there is one. */
export function arbitraryObjectWith(
  witnesses: readonly Witness[],
  place: Witness['place'],
  zone: string,
): fc.Arbitrary<JsonObject> {
  const here = witnesses.filter((w) => w.place === place)
  const plants = here.map(({ path, value }) =>
    fc.option(fc.tuple(value, fc.nat(9)), { nil: undefined, freq: 2 }).map((drawn) => {
      return (object: JsonObject): JsonObject =>
        drawn === undefined ? object : planted(object, { path, value: drawn[0] }, drawn[1] === 0)
    }),
  )
  return fc
    .tuple(arbitraryObject(zone), fc.tuple(...plants))
    .map(([object, plant]) => plant.reduce((grown, put) => put(grown), object))
}
