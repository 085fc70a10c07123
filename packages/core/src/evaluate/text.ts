import { RE2JS } from 're2js'
import { memo } from '../value/memo.ts'

/**
 * Simple lower case: each code point by itself, one for one. İ becomes i (in full lower case it would be two code points), and Σ
 * becomes σ wherever it stands (in full lower case it would be ς at the end of a word).
 */
export function simpleLowerCase(text: string): string {
  return Array.from(text, (character) => (character === 'İ' ? 'i' : character.toLowerCase())).join(
    '',
  )
}

const compiled = memo((pattern: string) => RE2JS.compile(pattern, RE2JS.DOTALL), 1_000)

/** Whether a text has a match of an RE2 pattern anywhere; a dot matches a line end too. */
export function matchesPattern(text: string, pattern: string): boolean {
  return compiled(pattern).test(text)
}
