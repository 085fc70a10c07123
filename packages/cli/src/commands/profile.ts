import type { Command } from 'commander'
import type { Identity, Profile } from '@muster/client'
import { readCount, readIdentifier } from '../context.ts'
import { UsageError } from '../exitCodes.ts'
import { formatInstant, formatValue } from '../output/format.ts'
import { facts, table } from '../output/table.ts'
import type { Define } from './define.ts'
import { profileIdOf } from './profileId.ts'

const named = 'its id, or kind:value such as email:ada@example.com'

/** `muster profile ...` */
export function defineProfile(program: Command, define: Define): void {
  const profile = program.command('profile').description('look at people and put identities right')
  define(
    profile
      .command('show')
      .argument('<profile>', named)
      .option('--events <count>', 'the newest events to show', '20')
      .description('show a profile'),
    async (context, who: string, options: { readonly events: string }) => {
      const events = readCount(options.events, '--events', 0, 1_000)
      const client = await context.client()
      const found = await client.profiles.get(await profileIdOf(client, who), { events })
      context.show(found, () => profileText(found))
    },
  )
  define(
    profile
      .command('identity')
      .argument('<profile>', named)
      .description('why a profile is one: its identifiers and what joined them'),
    async (context, who: string) => {
      const client = await context.client()
      const identity = await client.profiles.identity(await profileIdOf(client, who))
      context.show(identity, () => identityText(identity))
    },
  )
  define(
    profile
      .command('unmerge')
      .argument('<profile>', named)
      .requiredOption('--group <identifiers...>', 'kind:value,kind:value; once for each person')
      .description('give each group of identifiers a profile of its own, for good'),
    async (context, who: string, options: { readonly group: readonly string[] }) => {
      const groups = options.group.map((group) => group.split(',').map(readIdentifier))
      const client = await context.client()
      const profiles = await client.profiles.unmerge(await profileIdOf(client, who), groups)
      context.show({ profiles }, () => `Now the profiles ${profiles.join(', ')}.\n`)
    },
  )
  define(
    profile
      .command('merge')
      .argument('<survivor>', named)
      .argument('<absorbed>', named)
      .description('make one profile part of another'),
    async (context, survivor: string, absorbed: string) => {
      const client = await context.client()
      const [one, other] = await Promise.all([
        profileIdOf(client, survivor),
        profileIdOf(client, absorbed),
      ])
      if (one === other) {
        throw new UsageError(
          'same_profile',
          [absorbed],
          'Both are one profile already. Check them.',
        )
      }
      const merged = await client.profiles.merge(one, other)
      context.show({ profile: merged }, () => `Both are profile ${merged} now.\n`)
    },
  )
}

function profileText(profile: Profile): string {
  const inside = profile.audiences.filter(({ member }) => member)
  const head = facts([
    ['profile', profile.profile],
    ['first seen', formatInstant(profile.firstSeenAt)],
    ['last seen', formatInstant(profile.lastSeenAt)],
    ['accounts', profile.accounts.join(', ') || '–'],
    ['lists', profile.lists.join(', ') || '–'],
    ['audiences', inside.map(({ name }) => name).join(', ') || '–'],
  ])
  const identifiers = table(profile.identifiers, [
    { title: 'kind', cell: ({ kind }) => kind },
    { title: 'value', cell: ({ value }) => value },
  ])
  const traits = table(Object.entries(profile.traits), [
    { title: 'trait', cell: ([name]) => name },
    { title: 'value', cell: ([, { value }]) => formatValue(value) },
    { title: 'since', cell: ([, { at }]) => formatInstant(at) },
  ])
  const events = table(profile.events, [
    { title: 'at', cell: ({ at }) => formatInstant(at) },
    { title: 'kind', cell: ({ kind }) => kind },
    { title: 'event', cell: ({ name }) => name },
    { title: 'properties', cell: ({ properties }) => formatValue(properties) },
  ])
  return [head, identifiers, traits, events].join('\n')
}

function identityText({ profile, createdAt, identifiers, profiles, log }: Identity): string {
  const head = facts([
    ['profile', profile],
    ['created', formatInstant(createdAt)],
    ['made of', profiles.join(', ')],
  ])
  const seen = table(identifiers, [
    { title: 'kind', cell: ({ identifier }) => identifier.kind },
    { title: 'value', cell: ({ identifier }) => identifier.value },
    { title: 'first seen', cell: ({ firstSeenAt }) => formatInstant(firstSeenAt) },
    { title: 'by', cell: ({ source, firstMessageId }) => `${source} ${firstMessageId}` },
  ])
  const happened = table(log, [
    { title: 'at', cell: ({ at }) => formatInstant(at) },
    { title: 'what', cell: ({ kind }) => kind.replace('_', ' ') },
    { title: 'profile', right: true, cell: (entry) => entry.profile },
    { title: 'absorbed', right: true, cell: ({ absorbed }) => absorbed ?? '' },
    { title: 'cause', cell: ({ cause }) => formatValue(cause, 100) },
  ])
  return [head, seen, happened].join('\n')
}
