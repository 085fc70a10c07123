import type { CountryCode } from 'libphonenumber-js/min'
import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min'
import { RE2JS } from 're2js'
import type { Json } from '../value/json.ts'
import { decimalText } from './decimalText.ts'

export interface IdentifierSettings {
  /** Two capital letters (ISO 3166-1); without it only phone numbers that begin with `+` identify anybody. */
  readonly region?: string
  /** More blocked values: RE2 syntax, unanchored, without case. */
  readonly blockedPatterns?: readonly string[]
}

export type Normalised =
  | { readonly usable: true; readonly value: string }
  /** The end of a sentence that begins with the place and the value. */
  | { readonly usable: false; readonly because: string }

export interface IdentifierRules {
  /** The value as it is compared, by the rules of its kind, or why it identifies nobody. */
  readonly normalise: (kind: string, value: Json) => Normalised
}

const maxLength = 512
const phoneCacheSize = 10_000
const blockedValues: ReadonlySet<string> = new Set([
  '',
  'null',
  'undefined',
  'anonymous',
  'unknown',
  'none',
  'n/a',
  '0',
  '-1',
  'test@test.com',
])
/** Zeros with anything between them that is no letter and no digit. */
const allZeros = /^(?:[^\p{L}\p{N}]*0)+[^\p{L}\p{N}]*$/u
const emailShape = /^[^\s@<>,;"]+@[^\s@<>,;".]+(?:\.[^\s@<>,;".]+)+$/

/**
 * The rules by which a workspace reads identifiers ([I2] to [I8]). Compile them once: they hold the patterns and a bounded
 * cache of phone numbers. Throws on settings that `checkIdentifierSettings` refuses.
 */
export function compileIdentifierRules(settings: IdentifierSettings = {}): IdentifierRules {
  const region = settings.region
  if (region !== undefined && !isSupportedCountry(region))
    throw new Error(`unknown region ${region}`)
  const patterns = (settings.blockedPatterns ?? []).map(compilePattern)
  const isBlocked = (text: string) =>
    blockedValues.has(text.trim().toLowerCase()) ||
    allZeros.test(text) ||
    patterns.some((pattern) => pattern.matcher(text.trim()).find())
  const phoneOf = cached((text) => normalisePhone(text, region))

  const byKind = (kind: string, text: string): Normalised => {
    if (kind === 'email') return normaliseEmail(text)
    if (kind === 'phone') return phoneOf(text)
    return { usable: true, value: text }
  }

  return {
    normalise: (kind, value) => {
      const text = textOf(value)
      if (text === undefined) return unusable('is neither text nor a number')
      if (text.includes('\0')) return unusable('has a NUL character')
      if (text.length > maxLength) return unusable(`is longer than ${maxLength} characters`)
      if (isBlocked(text)) return unusable('is a blocked value')
      const normalised = byKind(kind, text)
      // A phone number may match a pattern only as E.164.
      return normalised.usable && normalised.value !== text && isBlocked(normalised.value)
        ? unusable('is a blocked value')
        : normalised
    },
  }
}

/** What is wrong with the settings, in words with the path of the place; nothing if they can be compiled. */
export function checkIdentifierSettings(settings: IdentifierSettings): readonly {
  readonly code: string
  readonly at: readonly (string | number)[]
  readonly message: string
}[] {
  const issues = []
  if (settings.region !== undefined && !isSupportedCountry(settings.region)) {
    const message = `"${settings.region}" is no region. Give two capital letters, such as "DE".`
    issues.push({ code: 'unknown_region', at: ['region'], message })
  }
  for (const [index, pattern] of (settings.blockedPatterns ?? []).entries()) {
    if (isPattern(pattern)) continue
    const message = `"${pattern}" is no pattern in RE2 syntax. Correct it; it must not be empty.`
    issues.push({ code: 'invalid_pattern', at: ['blockedPatterns', index], message })
  }
  return issues
}

function isPattern(source: string): boolean {
  try {
    compilePattern(source)
    return source !== ''
  } catch {
    return false
  }
}

function compilePattern(source: string): RE2JS {
  return RE2JS.compile(source, RE2JS.CASE_INSENSITIVE)
}

function textOf(value: Json): string | undefined {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'bigint' ? decimalText(value) : undefined
}

function normaliseEmail(text: string): Normalised {
  const value = text.trim().toLowerCase()
  return emailShape.test(value) ? { usable: true, value } : unusable('is no email address')
}

/** E.164 without an extension: behind a switchboard sit many people. */
function normalisePhone(text: string, region: CountryCode | undefined): Normalised {
  const phone = parsePhoneNumberFromString(text, {
    extract: false,
    ...(region === undefined ? {} : { defaultCountry: region }),
  })
  if (phone?.isPossible() === true) {
    return phone.ext === undefined
      ? { usable: true, value: phone.number }
      : unusable('has an extension')
  }
  const hint = region === undefined && !text.trim().startsWith('+')
  return unusable(
    hint ? 'has no country code, and the workspace no region' : 'is no possible phone number',
  )
}

/** Reading a phone number takes many times as long as everything else about a message. */
function cached(normalise: (text: string) => Normalised): (text: string) => Normalised {
  const known = new Map<string, Normalised>()
  return (text) => {
    const before = known.get(text)
    if (before !== undefined) return before
    const normalised = normalise(text)
    if (known.size >= phoneCacheSize) known.clear()
    known.set(text, normalised)
    return normalised
  }
}

function unusable(because: string): Normalised {
  return { usable: false, because }
}
