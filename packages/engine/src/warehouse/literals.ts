import type { Statement } from '@muster/core'

const PLACEHOLDER = /\{(p\d+):([A-Za-z0-9()]+)\}/g

/**
 * The text of a statement with each placeholder replaced by a literal of its type: a quoted string, cast to that type. It is the one
 * place where values meet SQL text, and quoting is the only way in.
 *
 * Parameters bound outside the text would not do. The embedded driver runs all statements with bound parameters of a process one
 * after another, whatever their session, so a slow read would hold up refresh. The driver for a server sends parameters in the URL,
 * where a tick's thousands of ids find no room. A cast of quoted text is also read twice as fast as a long array of numbers.
 *
 * A placeholder without a value is a bug and throws.
 */
export function withLiterals({ text, params }: Statement): string {
  // One pass: what looks like a placeholder inside a value is never looked at.
  return text.replace(PLACEHOLDER, (_, name: string, type: string) => {
    const value = Object.hasOwn(params, name) ? params[name] : undefined
    if (value === undefined) throw new Error(`the statement has no value for {${name}:${type}}`)
    const quoted = quote(isArray(value) ? arrayText(value, type) : String(value))
    return type === 'String' ? quoted : `CAST(${quoted}, '${type}')`
  })
}

type Value = Statement['params'][string]

const isArray = (value: Value): value is Extract<Value, readonly unknown[]> => Array.isArray(value)

const arrayText = (values: readonly (string | number | bigint)[], type: string): string =>
  `[${values.map((value) => (type === 'Array(String)' ? quote(String(value)) : String(value))).join(',')}]`

/** Only these end or change a quoted string; NUL would end the text itself in some drivers. */
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', "'": "\\'", '\0': '\\0' }

const quote = (text: string): string =>
  // The pattern matches nothing that has no escape.
  `'${text.replace(/[\\'\0]/g, (character) => ESCAPES[character] ?? character)}'`
