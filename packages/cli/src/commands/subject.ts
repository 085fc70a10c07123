import type { Command } from 'commander'
import type { Subject } from '@muster/client'
import type { Context } from '../context.ts'
import { readInstant, readJsonFile } from '../context.ts'
import { UsageError } from '../exitCodes.ts'

/** How a command is told whom it is about. */
export interface SubjectOptions {
  readonly definition?: string
  readonly at?: string
  readonly computed?: boolean
}

export const subjectOptions = (command: Command): Command =>
  command
    .option(
      '--definition <file>',
      'a definition that is not saved, in JSON, or - for standard input',
    )
    .option('--at <instant>', 'as recorded at this instant; for a definition, as of it')
    .option('--computed', 'by its definition, in the place of what was recorded')

/** An audience by its id, or a definition in a file, and not both. */
export async function readSubject(
  context: Context,
  audience: string | undefined,
  { definition, at, computed }: SubjectOptions,
): Promise<Subject> {
  const instant = readInstant(at, '--at')
  const when = instant === undefined ? {} : { at: instant }
  if (audience === undefined && definition !== undefined)
    return { definition: await readJsonFile(definition, context.io), ...when }
  if (audience !== undefined && definition === undefined)
    return { audience, ...when, ...(computed === true && { computed }) }
  const message = 'Give the id of an audience, or --definition with a file, and not both.'
  throw new UsageError('bad_subject', ['audience'], message)
}
