import { Command } from 'commander'
import { startServer } from '@muster/server'
import { defineAudience } from './commands/audience.ts'
import { defineBackup } from './commands/backup.ts'
import { defineBasket } from './commands/basket.ts'
import { defineBetween } from './commands/between.ts'
import { defineChanges } from './commands/changes.ts'
import { defineWith } from './commands/define.ts'
import { defineDemo } from './commands/demo.ts'
import { defineImport } from './commands/import.ts'
import { defineKey } from './commands/key.ts'
import { defineList } from './commands/list.ts'
import { defineOverTime } from './commands/overTime.ts'
import { defineProfile } from './commands/profile.ts'
import { defineRestore } from './commands/restore.ts'
import { defineReport } from './commands/report.ts'
import { defineSegments } from './commands/segments.ts'
import { defineServe, exitCodesHelp } from './commands/serve.ts'
import { defineTemplate } from './commands/template.ts'
import { defineTrait } from './commands/trait.ts'
import { defineUser } from './commands/user.ts'
import { defineWorkspace } from './commands/workspace.ts'
import type { Programs } from './context.ts'
import { exitCodes, reportError } from './exitCodes.ts'
import type { Io } from './io.ts'

/** Does what a command line says, and answers with the code that the process should end with. */
export async function run(
  args: readonly string[],
  io: Io,
  programs: Programs = { startServer },
): Promise<number> {
  try {
    await programOf(io, programs).parseAsync(args, { from: 'user' })
    return exitCodes.ok
  } catch (error) {
    return reportError(error, io)
  }
}

function programOf(io: Io, programs: Programs): Command {
  const program = new Command('muster')
    .description('Audiences that are true in real time.')
    .version('0.1.0')
    .option('--url <url>', 'where Muster answers (MUSTER_URL)')
    .option('--key <key>', 'a secret key (MUSTER_KEY)')
    .option('--data <folder>', 'the data folder, ./.muster by default (MUSTER_DATA)')
    .option('--json', 'results as JSON: one document, or one line each')
    .addHelpText('after', exitCodesHelp)
    .exitOverride()
    .configureOutput({ writeOut: io.out, writeErr: io.err })
    .showSuggestionAfterError()
  const define = defineWith(io)
  defineServe(program, define, programs)
  defineDemo(program, define, programs)
  defineImport(program, define)
  defineAudience(program, define)
  defineTemplate(program, define)
  defineTrait(program, define)
  defineSegments(program, define)
  defineReport(program, define)
  defineBetween(program, define)
  defineOverTime(program, define)
  defineBasket(program, define)
  defineProfile(program, define)
  defineList(program, define)
  defineChanges(program, define)
  defineWorkspace(program, define)
  defineKey(program, define)
  defineUser(program, define)
  defineBackup(program, define)
  defineRestore(program, define)
  return program
}
