import type { Json } from '@muster/core'
import type { Cause } from '../read/changesApi.ts'
import type { Touched } from '../refresh/touched.ts'

/**
 * Rows of `[profile, node or null, dueAt, cause, what the cause says, evidence or null]`, a third of the size of objects. The messages themselves are
 * not told: whoever refreshes reads them from the warehouse.
 */
export const touchedToJson = (all: readonly Touched[]): Json =>
  all.map(({ profile, node, touch: { cause, dueAt, evidence, identified } }) => [
    String(profile),
    node === undefined ? null : String(node),
    dueAt,
    cause.kind,
    saidBy(cause),
    // Who reads it reads the evidence anew, and need not know why anything may be new.
    identified === undefined ? (evidence ?? null) : null,
  ])

type Row = readonly [string, string | null, number, Cause['kind'], string, string | null]

/** Reads what `touchedToJson` wrote. */
export const touchedOf = (json: Json): readonly Touched[] =>
  (json as unknown as readonly Row[]).map(([profile, node, dueAt, kind, said, evidence]) => ({
    profile: BigInt(profile),
    ...(node === null ? {} : { node: BigInt(node) }),
    touch: {
      cause: causeOf(kind, said),
      dueAt,
      ...(evidence === null ? {} : { evidence }),
    },
  }))

function saidBy(cause: Cause): string {
  switch (cause.kind) {
    case 'event':
      return cause.messageId
    case 'definition':
      return String(cause.version)
    case 'edge':
    case 'merge':
    case 'unmerge':
    case 'list':
    case 'account':
      return ''
  }
}

function causeOf(kind: Cause['kind'], said: string): Cause {
  switch (kind) {
    case 'event':
      return { kind, messageId: said }
    case 'definition':
      return { kind, version: Number(said) }
    case 'edge':
    case 'merge':
    case 'unmerge':
    case 'list':
    case 'account':
      return { kind }
  }
}
