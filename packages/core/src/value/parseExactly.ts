import type { Json } from './json.ts'
import { setOwn } from './setOwn.ts'

/** Arrays and objects within each other; also keeps the parser, and whoever walks its result, far from the stack's end. */
export const maxJsonDepth = 64

export type JsonFaultCode =
  'invalid_json' | 'number_out_of_range' | 'invalid_text' | 'nested_too_deep'

export type ParsedJson =
  | { readonly ok: true; readonly value: Json }
  | {
      readonly ok: false
      readonly code: JsonFaultCode
      readonly offset: number
      readonly message: string
    }

const numberLiteral = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const space = /[ \t\n\r]*/y
/** Everything a string may hold as it is: no quote, backslash or control character. */
const plainText = /[^"\\\u0000-\u001f]*/y
const loneSurrogate = /\p{Surrogate}/u
const simpleEscapes: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
}
const twoTo53 = 2n ** 53n
const lowest = -(2n ** 63n)
const highest = 2n ** 63n - 1n

/** Reads JSON with every rule of `parseJson` checked at every place. Slower than the built-in parser by about ten times. */
export function parseExactly(text: string): ParsedJson {
  try {
    return { ok: true, value: new Reader(text).whole() }
  } catch (thrown) {
    if (!(thrown instanceof Fault)) throw thrown
    return { ok: false, code: thrown.code, offset: thrown.offset, message: thrown.message }
  }
}

/** Ends the reading from any depth; never leaves this file. */
class Fault extends Error {
  readonly code: JsonFaultCode
  readonly offset: number
  constructor(code: JsonFaultCode, offset: number, message: string) {
    super(message)
    this.code = code
    this.offset = offset
  }
}

class Reader {
  private readonly text: string
  private place = 0

  constructor(text: string) {
    this.text = text
  }

  whole(): Json {
    this.skip(space)
    const value = this.value(1)
    if (this.place < this.text.length) throw this.unexpected()
    return value
  }

  /** One value and the white space behind it; `depth` is the level that an array or object here would have. */
  private value(depth: number): Json {
    const value = this.bareValue(depth)
    this.skip(space)
    return value
  }

  private bareValue(depth: number): Json {
    switch (this.text[this.place]) {
      case '{':
        return this.object(depth)
      case '[':
        return this.array(depth)
      case '"':
        return this.string()
      case 't':
        return this.word('true', true)
      case 'f':
        return this.word('false', false)
      case 'n':
        return this.word('null', null)
      case undefined:
      default:
        return this.number()
    }
  }

  private object(depth: number): Json {
    this.open(depth)
    const object: Record<string, Json> = {}
    if (this.take('}')) return object
    do {
      this.skip(space)
      if (this.text[this.place] !== '"') throw this.unexpected()
      const key = this.string()
      this.skip(space)
      if (!this.take(':')) throw this.unexpected()
      this.skip(space)
      setOwn(object, key, this.value(depth + 1))
    } while (this.take(','))
    if (!this.take('}')) throw this.unexpected()
    return object
  }

  private array(depth: number): Json {
    this.open(depth)
    const array: Json[] = []
    if (this.take(']')) return array
    do {
      this.skip(space)
      array.push(this.value(depth + 1))
    } while (this.take(','))
    if (!this.take(']')) throw this.unexpected()
    return array
  }

  private open(depth: number): void {
    if (depth > maxJsonDepth) {
      const message = `The text is nested deeper than ${maxJsonDepth} levels. Send flatter objects and arrays.`
      throw new Fault('nested_too_deep', this.place, message)
    }
    this.place++
    this.skip(space)
  }

  private string(): string {
    const start = this.place++
    let value = this.skip(plainText)
    while (!this.take('"')) {
      if (!this.take('\\')) throw this.unexpected()
      value += this.escaped()
      value += this.skip(plainText)
    }
    if (loneSurrogate.test(value)) {
      const message =
        'The text has half of a surrogate pair, which is no character. Send whole characters.'
      throw new Fault('invalid_text', start, message)
    }
    return value
  }

  private escaped(): string {
    const letter = this.text[this.place] ?? ''
    const simple = simpleEscapes[letter]
    if (simple !== undefined && Object.hasOwn(simpleEscapes, letter)) {
      this.place++
      return simple
    }
    const digits = this.text.slice(this.place + 1, this.place + 5)
    if (letter !== 'u' || !/^[0-9a-fA-F]{4}$/.test(digits)) throw this.unexpected()
    this.place += 5
    return String.fromCharCode(Number.parseInt(digits, 16))
  }

  private number(): number | bigint {
    const start = this.place
    const literal = this.skip(numberLiteral)
    if (literal === '') throw this.unexpected()
    const double = Number(literal)
    if (!Number.isFinite(double)) {
      const message =
        'The number is larger than a double can hold (about 1.8e308). Send it as text.'
      throw new Fault('number_out_of_range', start, message)
    }
    return Math.abs(double) <= Number.MAX_SAFE_INTEGER ? double : largeNumber(literal, double)
  }

  private word<Value extends Json>(word: string, value: Value): Value {
    if (!this.text.startsWith(word, this.place)) throw this.unexpected()
    this.place += word.length
    return value
  }

  private take(character: string): boolean {
    if (this.text[this.place] !== character) return false
    this.place++
    return true
  }

  private skip(pattern: RegExp): string {
    pattern.lastIndex = this.place
    const found = pattern.exec(this.text)?.[0] ?? ''
    this.place += found.length
    return found
  }

  private unexpected(): Fault {
    const found = this.text[this.place]
    const what =
      found === undefined
        ? 'The text ends too early'
        : `${JSON.stringify(found)} is not expected here`
    return new Fault(
      'invalid_json',
      this.place,
      `${what}, at offset ${this.place}. Send valid JSON.`,
    )
  }
}

/** An integer of 2^53 and beyond that fits 64 bits is exact whichever way it is written; other numbers are rounded first. */
function largeNumber(literal: string, double: number): number | bigint {
  const exact = exactInteger(literal)
  if (exact !== undefined && isLarge(exact)) return exact
  const rounded = BigInt(double)
  return isLarge(rounded) ? rounded : double
}

function isLarge(integer: bigint): boolean {
  return integer >= lowest && integer <= highest && (integer >= twoTo53 || integer <= -twoTo53)
}

function exactInteger(literal: string): bigint | undefined {
  const [mantissa = '', exponent = '0'] = literal.toLowerCase().split('e')
  const [whole = '', fraction = ''] = mantissa.split('.')
  const zeros = Number(exponent) - fraction.length
  // Beyond this no digits can make it fit 64 bits; the bound keeps a hostile exponent from filling memory.
  if (zeros > 20) return undefined
  const digits = whole + fraction
  if (zeros >= 0) return BigInt(digits + '0'.repeat(zeros))
  const cut = digits.length + zeros
  return /^0*$/.test(digits.slice(cut)) ? BigInt(digits.slice(0, cut)) : undefined
}
