import type { Command } from 'commander'
import { contextOf } from '../context.ts'
import type { Context } from '../context.ts'
import type { Io } from '../io.ts'

/**
 * Gives a command what it does. Its arguments and options come as commander has read them, behind the context; their
 * types are those that the command's own declaration says.
 */
export type Define = <Given extends readonly unknown[]>(
  command: Command,
  act: (context: Context, ...given: Given) => Promise<void>,
) => void

export function defineWith(io: Io): Define {
  return <Given extends readonly unknown[]>(
    command: Command,
    act: (context: Context, ...given: Given) => Promise<void>,
  ) => {
    command.action(async (...given: unknown[]) => {
      // Commander ends with the command itself; before it stand the arguments and the options, as they were declared.
      await act(contextOf(command, io), ...(given.slice(0, -1) as unknown as Given))
    })
  }
}
