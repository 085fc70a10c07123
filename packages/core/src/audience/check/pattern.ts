import { RE2JS, RE2JSException } from 're2js'
import type { Parser } from './spot.ts'
import { refuse } from './spot.ts'
import { patternSize } from './patternSize.ts'
import { text } from './values.ts'

/** RE2 in the warehouse has room for about 349,000 instructions, and a query with a larger pattern fails. */
const largestPattern = 300_000

/** A pattern in RE2 syntax that the warehouse runs: `.` matches line ends too. */
export const pattern: Parser<string> = (value, spot) => {
  const parsed = text(value, spot)
  if (parsed === null) return null
  if (parsed === '') {
    const message = 'The pattern is empty, which matches every text. Write one.'
    return refuse(spot, 'empty_needle', message)
  }
  const fault = syntaxFault(parsed)
  if (fault !== undefined) {
    return refuse(spot, 'bad_pattern', `This is no pattern in RE2 syntax (${fault}). Mend it.`)
  }
  if (patternSize(parsed) <= largestPattern) return parsed
  const message =
    'The pattern is too large for the warehouse. Repeat less, or fewer classes such as \\pL.'
  return refuse(spot, 'bad_pattern', message)
}

function syntaxFault(source: string): string | undefined {
  try {
    RE2JS.compile(source, RE2JS.DOTALL)
    return undefined
  } catch (thrown) {
    if (!(thrown instanceof RE2JSException)) throw thrown
    return thrown.message.replace('(?s)', '').slice(0, 200)
  }
}
