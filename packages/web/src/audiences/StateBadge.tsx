import type { Audience } from '@muster/client'
import { Badge } from '../kit/index.ts'

/** How it stands with an audience: whether it is kept true, and whether it is being computed. */
export function StateBadge({ audience }: { readonly audience: Audience }) {
  const { state, progress } = audience
  if (progress.error !== null) return <Badge tone="danger">Failed</Badge>
  if (state === 'archived') return <Badge>Archived</Badge>
  if (state === 'draft') return <Badge tone="warn">Draft</Badge>
  if (progress.state === 'pending' || progress.state === 'running') {
    return <Badge tone="accent">Computing…</Badge>
  }
  return <Badge tone="good">Live</Badge>
}
