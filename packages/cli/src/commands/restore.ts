import { stat } from 'node:fs/promises'
import type { Command } from 'commander'
import { restoreData } from '@muster/server'
import { UsageError } from '../exitCodes.ts'
import { formatInstant, formatNumber } from '../output/format.ts'
import { facts } from '../output/table.ts'
import type { Define } from './define.ts'
import { configurationOf } from './serve.ts'

/** `muster restore <file>` */
export function defineRestore(program: Command, define: Define): void {
  define(
    program
      .command('restore')
      .argument('<file>', 'that muster backup wrote')
      .description('put a backup into an empty data folder; start the server afterwards'),
    async ({ data, io, show }, file: string) => {
      const found = await stat(file).catch(() => undefined)
      if (found?.isFile() !== true) {
        const message = `"${file}" is no file that can be read. Check the path.`
        throw new UsageError('unreadable_file', [file], message)
      }
      const { madeAt, files } = await restoreData(file, configurationOf({ data }, io))
      show({ file, data, madeAt, files }, () =>
        facts([
          ['restored into', data],
          ['as it was at', formatInstant(Date.parse(madeAt))],
          ['files', formatNumber(files)],
        ]),
      )
    },
  )
}
