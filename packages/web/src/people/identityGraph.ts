import type { Identifier, Identity } from '@muster/client'
import { isList, isObject } from '../format/json.ts'

/** Identifiers as points, and what joined them as lines between. */
export interface IdentityDrawing {
  readonly points: readonly IdentityPoint[]
  readonly lines: readonly IdentityLine[]
}
export interface IdentityPoint {
  readonly identifier: Identifier
  readonly firstSeenAt: number
  /** From -1 to 1, from the left and from the top. */
  readonly x: number
  readonly y: number
}
export interface IdentityLine {
  readonly from: number
  readonly to: number
  /**
   * One message brought both for the first time; or two profiles became one by them; or the second came in a message with
   * something that was known already, of which the first is the oldest.
   */
  readonly kind: 'seen_together' | 'merged' | 'came_later'
  readonly why: string
}

/** The identifiers of a profile on a circle, the oldest on top, with a line for each message that brought two and for each merge. */
export function identityDrawing({ identifiers, log }: Identity): IdentityDrawing {
  const ordered = [...identifiers].sort((a, b) => a.firstSeenAt - b.firstSeenAt)
  const points = ordered.map(({ identifier, firstSeenAt }, index) => {
    const angle = (index / ordered.length) * 2 * Math.PI - Math.PI / 2
    const radius = ordered.length === 1 ? 0 : 1
    return { identifier, firstSeenAt, x: radius * Math.cos(angle), y: radius * Math.sin(angle) }
  })
  const lines = new Map<string, IdentityLine>()
  const join = (from: number, to: number, kind: IdentityLine['kind'], why: string) => {
    if (from < 0 || to < 0 || from === to) return
    const key = [from, to].sort((a, b) => a - b).join(' ')
    if (kind === 'merged' || !lines.has(key)) lines.set(key, { from, to, kind, why })
  }
  ordered.forEach(({ firstMessageId, source }, index) => {
    const other = ordered.findIndex((each) => each.firstMessageId === firstMessageId)
    join(other, index, 'seen_together', `${source} ${firstMessageId}`)
  })
  for (const { kind, cause } of log) {
    if (kind !== 'merged' || !isObject(cause)) continue
    const [first, ...others] = identifiersIn(cause['identifiers']).map((identifier) =>
      points.findIndex((point) => isSame(point.identifier, identifier)),
    )
    for (const other of others) join(first ?? -1, other, 'merged', textOf(cause['messageId']))
  }
  for (const index of strays(points.length, [...lines.values()])) {
    const { source = '', firstMessageId = '' } = ordered[index] ?? {}
    join(0, index, 'came_later', `${source} ${firstMessageId}`)
  }
  return { points, lines: [...lines.values()] }
}

/** The first point of each part that no line leads to from the oldest point. */
function strays(count: number, lines: readonly IdentityLine[]): readonly number[] {
  const part = Array.from({ length: count }, (_, index) => index)
  for (const { from, to } of lines) {
    const [one = from, other = to] = [part[from], part[to]]
    part.forEach((each, index) => {
      if (each === other) part[index] = one
    })
  }
  const reached = new Set([part[0]])
  return part.flatMap((each, index) => {
    if (reached.has(each)) return []
    reached.add(each)
    return [index]
  })
}

/** What happened to a profile, in words. */
export function logWords({ kind, absorbed, cause }: Identity['log'][number]): string {
  const said = isObject(cause) ? cause : {}
  const names = identifiersIn(said['identifiers']).map(identifierText).join(' and ')
  switch (kind) {
    case 'merged': {
      const by = textOf(said['by'])
      if (by !== '') return `${by} merged profile ${absorbed ?? ''} into this one.`
      const how = said['cause'] === 'alias' ? 'an alias call joined' : 'one message brought'
      return `Profile ${absorbed ?? ''} was merged into this one: ${how} ${names} (message ${textOf(said['messageId'])}).`
    }
    case 'left_out':
      return `${identifierIn(said['identifier'])} was left out: ${obstacleWords(said['obstacle'])} (message ${textOf(said['messageId'])}).`
    case 'unmerged':
      return `${textOf(said['by'])} took it apart. Evidence never joins these identifiers again.`
    case 'groups_joined':
      return `${textOf(said['by'])} joined again what had been taken apart.`
  }
}

export function identifierText({ kind, value }: Identifier): string {
  return `${kind.replaceAll('_', ' ')} ${value}`
}

type Value = Identity['log'][number]['cause']

function identifiersIn(value: Value | undefined): readonly Identifier[] {
  return isList(value) ? value.flatMap((each) => identifierFrom(each) ?? []) : []
}

function identifierFrom(value: Value | undefined): Identifier | undefined {
  if (!isObject(value)) return undefined
  const { kind, value: text } = value
  return typeof kind === 'string' && typeof text === 'string' ? { kind, value: text } : undefined
}

function identifierIn(value: Value | undefined): string {
  const found = identifierFrom(value)
  return found === undefined ? 'An identifier' : identifierText(found)
}

function obstacleWords(value: Value | undefined): string {
  if (!isObject(value)) return 'it did not fit'
  if (value['because'] === 'unmerged') return 'a person had taken them apart'
  return `a profile has at most ${textOf(value['limit'])} of the kind ${textOf(value['kind'])}`
}

function textOf(value: Value | undefined): string {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : ''
}

function isSame(one: Identifier, other: Identifier): boolean {
  return one.kind === other.kind && one.value === other.value
}
