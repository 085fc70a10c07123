import type { Explanation } from './finding.ts'

/** The explanations that one rests on: those of its parts, of the audience that it refers to, or of each account. */
export function explanationParts({ found }: Explanation): readonly Explanation[] {
  switch (found.kind) {
    case 'group':
      return found.parts
    case 'audience':
      return [found.explanation]
    case 'account':
      return found.accounts.map(({ explanation }) => explanation)
    case 'everyone':
    case 'trait':
    case 'change':
    case 'event':
    case 'ratio':
    case 'sequence':
    case 'not_followed_by':
    case 'list':
    case 'share':
    case 'identifier':
      return []
  }
}
