import type { Command } from 'commander'
import { contextOf } from '../context.ts'
import type { Context } from '../context.ts'
import type { Io } from '../io.ts'

/**
 * What a command does: its arguments and options come as commander has read them, behind the context. Their types are
 * those that the command's own declaration says, so any will do here: `never` stands for each.
 */
type Act = (context: Context, ...given: never[]) => Promise<void>

export type Define = (command: Command, act: Act) => void

export function defineWith(io: Io): Define {
  return (command, act) => {
    command.action(async (...given: unknown[]) => {
      // Commander ends with the command itself; before it stand the arguments and the options, as they were declared.
      await act(contextOf(command, io), ...(given.slice(0, -1) as never[]))
    })
  }
}
