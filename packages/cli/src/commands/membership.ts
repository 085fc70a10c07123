import type { Command } from 'commander'
import { readCount, readInstant } from '../context.ts'
import { explanationText } from '../output/explanation.ts'
import { formatInstant, formatNumber } from '../output/format.ts'
import { table } from '../output/table.ts'
import { peopleTable } from './audienceText.ts'
import type { Define } from './define.ts'
import { profileIdOf } from './profileId.ts'

/** `muster audience members`, `sizes` and `explain` */
export function defineMembership(audience: Command, define: Define): void {
  define(
    audience
      .command('members')
      .argument('<id>')
      .option('--at <instant>', 'as recorded at this instant instead of now')
      .option('--limit <count>', 'at most so many', '100')
      .description('list members, with --json one on each line'),
    async (context, id: string, options: { readonly at?: string; readonly limit: string }) => {
      const at = readInstant(options.at, '--at')
      const limit = readCount(options.limit, '--limit')
      const client = await context.client()
      const members = []
      const query = { limit: Math.min(limit, 1_000), ...(at !== undefined && { at }) }
      let seen = 0
      for await (const member of client.audiences.allMembers(id, query)) {
        if (context.isJson) context.show(member, () => '')
        else members.push(member)
        if (++seen === limit) break
      }
      if (!context.isJson) context.io.out(peopleTable(members))
    },
  )
  define(
    audience
      .command('sizes')
      .argument('<id>')
      .option('--from <instant>', '30 days before the end by default')
      .option('--to <instant>', 'now by default')
      .option('--step <milliseconds>', 'a day by default', '86400000')
      .description('the recorded size at the end of each step'),
    async (
      context,
      id: string,
      options: { readonly from?: string; readonly to?: string; readonly step: string },
    ) => {
      const from = readInstant(options.from, '--from')
      const to = readInstant(options.to, '--to')
      const step = readCount(options.step, '--step', 1_000, 100 * 365 * 86_400_000)
      const client = await context.client()
      const sizes = await client.audiences.sizes(id, {
        ...(from !== undefined && { from }),
        ...(to !== undefined && { to }),
        step,
      })
      const most = Math.max(1, ...sizes.map(({ size }) => size))
      context.show(sizes, () =>
        table(sizes, [
          { title: 'at', cell: ({ at }) => formatInstant(at) },
          { title: 'size', right: true, cell: ({ size }) => formatNumber(size) },
          { title: '', cell: ({ size }) => '█'.repeat(Math.round((40 * size) / most)) },
        ]),
      )
    },
  )
  define(
    audience
      .command('explain')
      .argument('<id>', 'an audience')
      .argument('<profile>', 'its id, or kind:value')
      .option('--at <instant>', 'as of this instant instead of now')
      .description('why somebody is in an audience or not'),
    async (context, id: string, profile: string, options: { readonly at?: string }) => {
      const at = readInstant(options.at, '--at')
      const client = await context.client()
      const explained = await client.audiences.explain(id, await profileIdOf(client, profile), at)
      context.show(explained, () => explanationText(explained, context.paint))
    },
  )
}
