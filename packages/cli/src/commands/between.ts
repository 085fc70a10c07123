import type { Command } from 'commander'
import { readCount } from '../context.ts'
import { UsageError } from '../exitCodes.ts'
import { formatNumber, formatValue } from '../output/format.ts'
import { facts, table } from '../output/table.ts'
import type { Define } from './define.ts'
import { percent } from './report.ts'

/** `muster overlap`, `duplicates` and `suppression` */
export function defineBetween(program: Command, define: Define): void {
  define(
    program
      .command('overlap')
      .argument('<audience...>', 'two audiences or more')
      .option('--combinations <count>', 'show so many', '20')
      .description('how audiences overlap, exactly'),
    async (context, ids: readonly string[], options: { readonly combinations: string }) => {
      const combinations = readCount(options.combinations, '--combinations', 1, 1_000)
      if (ids.length < 2)
        throw new UsageError('bad_count', ['audience'], 'Give two audiences or more.')
      const client = await context.client()
      const subjects = ids.map((audience) => ({ audience }))
      const found = await client.analysis.overlap(subjects, { combinations }, context.io.ending)
      const name = (place: number): string => ids[place] ?? String(place)
      context.show(found, () =>
        [
          table(found.sets, [
            { title: 'audience', cell: (set) => set.audience ?? set.name },
            { title: 'size', right: true, cell: ({ size }) => formatNumber(size) },
          ]),
          '\n',
          table(found.pairs, [
            { title: 'a', cell: ({ a }) => name(a) },
            { title: 'b', cell: ({ b }) => name(b) },
            { title: 'both', right: true, cell: ({ both }) => formatNumber(both) },
            { title: 'of a', right: true, cell: ({ shareOfA }) => percent(shareOfA) },
            { title: 'of b', right: true, cell: ({ shareOfB }) => percent(shareOfB) },
            { title: 'jaccard', right: true, cell: ({ jaccard }) => jaccard.toFixed(3) },
          ]),
          `\nExactly these, ${formatNumber(found.combinations.length)} of ${formatNumber(found.combinationsInAll)} combinations:\n`,
          table(found.combinations, [
            { title: 'people', right: true, cell: ({ people }) => formatNumber(people) },
            { title: 'audiences', cell: ({ sets }) => sets.map(name).join(', ') },
          ]),
        ].join(''),
      )
    },
  )
  define(
    program
      .command('duplicates')
      .option('--similarity <share>', 'a Jaccard index of at least this', '0.9')
      .description('live audiences that are nearly the same people'),
    async (context, options: { readonly similarity: string }) => {
      const similarity = readShare(options.similarity, '--similarity')
      const client = await context.client()
      const found = await client.analysis.duplicates(similarity, context.io.ending)
      context.show(found, () =>
        table(found.pairs, [
          { title: 'a', cell: ({ a }) => a.audience ?? a.name },
          { title: 'b', cell: ({ b }) => b.audience ?? b.name },
          { title: 'both', right: true, cell: ({ both }) => formatNumber(both) },
          { title: 'jaccard', right: true, cell: ({ jaccard }) => jaccard.toFixed(3) },
          { title: '', cell: ({ sameMeaning }) => (sameMeaning ? 'mean the same' : '') },
        ]),
      )
    },
  )
  define(
    program
      .command('suppression')
      .argument('<audience>')
      .requiredOption('--without <audience...>', 'the audiences to leave out')
      .description('what is left of one audience without others'),
    async (context, who: string, options: { readonly without: readonly string[] }) => {
      const client = await context.client()
      const without = options.without.map((audience) => ({ audience }))
      const found = await client.analysis.suppression({ audience: who }, without, context.io.ending)
      context.show(found, () =>
        [
          facts([
            ['audience', `${who}, ${formatNumber(found.who.size)} people`],
            ['left', formatNumber(found.left)],
            ['removed', formatNumber(found.removed)],
            ['definition', formatValue(found.definition, 500)],
          ]),
          '\n',
          table(found.by, [
            { title: 'without', cell: ({ set }) => set.audience ?? set.name },
            { title: 'removes', right: true, cell: ({ removes }) => formatNumber(removes) },
            { title: 'alone', right: true, cell: (row) => formatNumber(row.removesAlone) },
          ]),
        ].join(''),
      )
    },
  )
}

export function readShare(text: string, flag: string): number {
  const share = Number(text)
  if (text.trim() !== '' && share >= 0 && share <= 1) return share
  const message = `"${text}" is no share. Give a number from 0 to 1.`
  throw new UsageError('bad_number', [flag], message)
}
