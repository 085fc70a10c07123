import {
  createNames,
  identifier,
  join,
  literal,
  membershipQuery,
  render,
  sql,
  type Meanings,
  type Scope,
  type Sql,
} from '@muster/core'
import type { Warehouse } from '../warehouse/warehouse.ts'
import type { EvaluationContext } from './evaluation.ts'
import { createProgram, type InForce, type Program } from './program.ts'
import { forgetResults, numbers } from './recordBackfill.ts'

/** Identifiers times audiences of one statement: for each it takes 40 to 200 bytes of memory. */
const MOST_AT_ONCE = 5_000_000
/** Audiences of one statement: planning it takes some milliseconds for each. */
const MOST_TOGETHER = 100

/**
 * Those of the waiting that are computed next: all that have waited longest, since they share the rows that are read. What an account's mates did
 * can't be read in ranges of profiles, so those that ask for it are by themselves, and only as many as memory is for.
 */
export async function nextGroup(
  context: EvaluationContext,
  waiting: readonly InForce[],
  meanings: Meanings,
): Promise<readonly InForce[]> {
  const { onAccounts } = createProgram(waiting, meanings)
  const [first] = waiting
  if (first === undefined) return []
  const isWhole = onAccounts.has(first.number)
  const alike = waiting.filter(({ number }) => onAccounts.has(number) === isWhole)
  const { identifiers } = await sizeOf(context.warehouse)
  const most = isWhole ? mostAtOnce(context) / Math.max(1, identifiers) : MOST_TOGETHER
  return alike.slice(0, Math.max(1, most))
}

/**
 * Evaluates the program for everybody at an instant and sets the answer aside; returns how many memberships there are, or `undefined` when it was
 * ended. This is the slow part, and holds up nobody: it has a lane of its own, and refresh goes on with all other audiences meanwhile, unhurried if
 * they are touched all the time. Profiles are gone through in ranges, so that memory does not grow with what there is.
 */
export async function computeBackfill(
  context: EvaluationContext,
  program: Program,
  at: number,
  { isUnhurried, isEnding }: { readonly isUnhurried: boolean; readonly isEnding: () => boolean },
): Promise<number | undefined> {
  const { warehouse } = context
  await forgetResults(warehouse, program)
  const settings = isUnhurried ? await unhurried(warehouse) : sql``
  for (const scope of await scopes(context, program)) {
    if (isEnding()) return undefined
    await warehouse.command(
      render(
        sql`INSERT INTO backfill_results SELECT ${numbers(program)}[place] AS audience, profile FROM (${members(context, program, at, scope)}) ${settings}`,
      ),
      'backfill',
    )
  }
  const [row] = await warehouse.query<{ readonly count: string }>(
    render(
      sql`SELECT count() AS count FROM backfill_results WHERE audience IN ${numbers(program)}`,
    ),
    'backfill',
  )
  return Number(row?.count ?? 0)
}

/** A row for each member: its `profile`, and the `place` of the audience among the program's. */
function members(
  { zone, promoted }: EvaluationContext,
  { audiences, vocabulary }: Program,
  at: number,
  scope: Scope,
): Sql {
  const context = { at, zone, promoted, ...vocabulary, names: createNames() }
  const definitions = audiences.map((audience) => audience.definition)
  const flags = join(
    definitions.map((_, i) => identifier(`m${i}`)),
    ', ',
  )
  return sql`SELECT profile, arrayJoin(arrayFilter(i -> flags[i] = 1, arrayEnumerate(flags))) AS place FROM (SELECT profile, [${flags}] AS flags FROM (${membershipQuery(definitions, scope, context)}))`
}

/** Everybody, in so many ranges that each is little enough for one statement. Ids are dense, so like ranges hold like numbers of identifiers. */
async function scopes(context: EvaluationContext, program: Program): Promise<readonly Scope[]> {
  const { identifiers, last } = await sizeOf(context.warehouse)
  const count =
    program.onAccounts.size > 0
      ? 1
      : Math.ceil((identifiers * program.audiences.length) / mostAtOnce(context))
  if (count <= 1) return [{ kind: 'everyone' }]
  const width = last / BigInt(count) + 1n
  return Array.from({ length: count }, (_, i): Scope => {
    const from = BigInt(i) * width
    // Whoever comes meanwhile belongs to the last.
    return { kind: 'range', from, below: i === count - 1 ? undefined : from + width }
  })
}

const mostAtOnce = (context: EvaluationContext): number => context.mostAtOnce ?? MOST_AT_ONCE

async function sizeOf(
  warehouse: Warehouse,
): Promise<{ readonly identifiers: number; readonly last: bigint }> {
  const [row] = await warehouse.query<{ readonly identifiers: string; readonly last: string }>(
    render(sql`SELECT count() AS identifiers, max(profile) AS last FROM assignments`),
    'backfill',
  )
  return { identifiers: Number(row?.identifiers ?? 0), last: BigInt(row?.last ?? 0) }
}

/** To look through all messages takes so long at least: at full speed it would take one of few cores for itself. Milliseconds. */
const UNHURRIED = 10_000
/** Rows a second that are never too many. */
const SLOW = 1_000_000

async function unhurried(warehouse: Warehouse): Promise<Sql> {
  const [row] = await warehouse.query<{ readonly count: string }>(
    render(sql`SELECT count() AS count FROM messages`),
    'backfill',
  )
  const speed = Math.max(SLOW, Math.ceil(Number(row?.count ?? 0) / (UNHURRIED / 1_000)))
  return sql`SETTINGS max_execution_speed = ${literal(speed)}, timeout_before_checking_execution_speed = 0`
}
