import { parseJson } from '../value/parseJson.ts'
import type { CheckContext } from './checkContext.ts'
import type { Checked } from './checkDefinition.ts'
import { checkDefinition } from './checkDefinition.ts'
import { utf8Length } from './check/size.ts'
import type { FaultCode } from './issue.ts'
import { defaultLimits } from './limits.ts'

/**
 * Reads a definition from JSON text, integers exactly. What `checkDefinition` does for parsed JSON; text that is no JSON, or is larger
 * than the limit with its spaces and line ends, is a fault at the root.
 */
export function parseDefinition(text: string, context: CheckContext): Checked {
  const most = context.limits?.bytes ?? defaultLimits.bytes
  if (utf8Length(text) > most) {
    return fault('too_large', `The text is larger than ${most} bytes. Make it shorter.`)
  }
  const parsed = parseJson(text)
  if (parsed.ok) return checkDefinition(parsed.value, context)
  // The parser has a limit of its own, far above that of definitions.
  return fault(parsed.code === 'nested_too_deep' ? 'too_deep' : parsed.code, parsed.message)
}

function fault(code: FaultCode, message: string): Checked {
  return { ok: false, errors: [{ code, at: [], message }] }
}
