import type { Change } from '@muster/client'

/** Why somebody came or went. */
export function causeWords({ cause }: Pick<Change, 'cause'>): string {
  switch (cause.kind) {
    case 'event':
      return 'an event'
    case 'edge':
      return 'time passed'
    case 'merge':
      return 'profiles were merged'
    case 'unmerge':
      return 'a profile was taken apart'
    case 'list':
      return 'a list changed'
    case 'account':
      return 'an account changed'
    case 'definition':
      return `version ${cause.version}`
  }
}
