/**
 * The only way to make SQL. A statement is text with holes, and a value goes into a hole only with its type, apart from the text. The
 * warehouse's adapters bring both together in one place (docs/adr/0008), so no value can ever become syntax.
 */
export interface Sql {
  readonly parts: readonly string[]
  readonly holes: readonly Parameter[]
}

/** A value with its warehouse type. 64-bit integers may be given as `bigint`. */
export type Parameter =
  | { readonly type: 'String'; readonly value: string }
  | { readonly type: 'Int64' | 'UInt64' | 'Int256'; readonly value: number | bigint }
  | { readonly type: 'Float64'; readonly value: number }
  | { readonly type: 'Array(String)'; readonly value: readonly string[] }
  | { readonly type: 'Array(UInt64)'; readonly value: readonly bigint[] }
  | { readonly type: 'Array(UInt8)'; readonly value: readonly number[] }

/** A statement as the warehouse takes it: text with `{p0:Type}` placeholders and their values. */
export interface Statement {
  readonly text: string
  readonly params: Readonly<Record<string, Parameter['value']>>
}

const isSql = (x: Sql | Parameter): x is Sql => 'parts' in x

/** Joins text written in our source with parameters and other pieces of SQL. */
export function sql(text: TemplateStringsArray, ...inserts: readonly (Sql | Parameter)[]): Sql {
  const parts: string[] = [text[0] ?? '']
  const holes: Parameter[] = []
  inserts.forEach((insert, i) => {
    const following = text[i + 1] ?? ''
    if (isSql(insert)) {
      append(parts, insert.parts)
      holes.push(...insert.holes)
      append(parts, [following])
    } else {
      holes.push(insert)
      parts.push(following)
    }
  })
  return { parts, holes }
}

function append(parts: string[], more: readonly string[]): void {
  parts.push((parts.pop() ?? '') + (more[0] ?? ''))
  for (let i = 1; i < more.length; i++) parts.push(more[i] ?? '')
}

/** Joins pieces with a separator written in our source, such as `', '` or `' AND '`. */
export function join(
  pieces: readonly Sql[],
  separator: ', ' | ' AND ' | ' OR ' | ' UNION ALL ' | ' ',
): Sql {
  const parts: string[] = ['']
  const holes: Parameter[] = []
  pieces.forEach((piece, i) => {
    if (i > 0) append(parts, [separator])
    append(parts, piece.parts)
    holes.push(...piece.holes)
  })
  return { parts, holes }
}

/** Every piece must hold; of none, true. */
export const and = (pieces: readonly Sql[]): Sql =>
  pieces.length === 0 ? sql`1` : sql`(${join(pieces, ' AND ')})`

/** One piece must hold; of none, false. */
export const or = (pieces: readonly Sql[]): Sql =>
  pieces.length === 0 ? sql`0` : sql`(${join(pieces, ' OR ')})`

export const string = (value: string): Parameter => ({ type: 'String', value })
export const strings = (value: readonly string[]): Parameter => ({ type: 'Array(String)', value })
export const int64 = (value: number | bigint): Parameter => ({ type: 'Int64', value })
export const uint64 = (value: number | bigint): Parameter => ({ type: 'UInt64', value })
export const uint64s = (value: readonly bigint[]): Parameter => ({ type: 'Array(UInt64)', value })
export const uint8s = (value: readonly number[]): Parameter => ({ type: 'Array(UInt8)', value })
export const int256 = (value: bigint): Parameter => ({ type: 'Int256', value })
export const float64 = (value: number): Parameter => ({ type: 'Float64', value })

const NAME = /^[A-Za-z0-9_$]+$/

/**
 * A name that is part of our own schema, or made by {@link columnKey} from a property's key: letters, digits, `_` and `$` only, so
 * that quoting can't be escaped from. Anything else is a bug and throws.
 */
export function identifier(name: string): Sql {
  if (!NAME.test(name)) throw new Error(`not a plain identifier: ${JSON.stringify(name)}`)
  return { parts: [`\`${name}\``], holes: [] }
}

/** A whole number from 0 on as part of the text, for places where the warehouse takes no parameters, such as settings. Throws for others. */
export function literal(value: number): Sql {
  if (!Number.isSafeInteger(value) || value < 0) throw new Error(`not a whole number: ${value}`)
  return { parts: [String(value)], holes: [] }
}

/** Gives each distinct parameter one placeholder, so that a value used twice is sent once. */
export function render(statement: Sql): Statement {
  const names = new Map<string, string>()
  const params: Record<string, Parameter['value']> = {}
  let text = statement.parts[0] ?? ''
  statement.holes.forEach((hole, i) => {
    const key = `${hole.type}:${String(hole.value)}:${Array.isArray(hole.value) ? JSON.stringify(hole.value.map(String)) : ''}`
    let name = names.get(key)
    if (name === undefined) {
      name = `p${names.size}`
      names.set(key, name)
      // A double goes as its shortest text: some drivers refuse whole doubles beyond 2^53, fearing for digits that aren't there.
      params[name] = hole.type === 'Float64' ? String(hole.value) : hole.value
    }
    text += `{${name}:${hole.type}}${statement.parts[i + 1] ?? ''}`
  })
  return { text, params }
}
