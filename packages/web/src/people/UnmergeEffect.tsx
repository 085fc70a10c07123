import type { UnmergePreview } from '@muster/client'
import { useTimeFormat } from '../data/useTimeFormat.ts'
import { formatCount } from '../format/number.ts'
import { Badge } from '../kit/index.ts'
import { identifierText } from './identityGraph.ts'

type Part = UnmergePreview['profiles'][number]

/** What each part of a profile that is taken apart would be: its identifiers, its events, its audiences. */
export function UnmergeEffect({ preview }: { readonly preview: UnmergePreview }) {
  const { profiles, audiencesNow } = preview
  const kept = new Set(profiles.flatMap(({ audiences }) => audiences.map(({ id }) => id)))
  const lost = audiencesNow.filter(({ id }) => !kept.has(id))
  return (
    <div className="stack">
      <ul className="parts">
        {profiles.map((part) => (
          <li key={part.profile} className="part-card stack tight">
            <h3>{part.isNew ? `New profile ${part.profile}` : `Profile ${part.profile} stays`}</h3>
            <p className="wrap soft small">{part.identifiers.map(identifierText).join(', ')}</p>
            <Events part={part} />
            <Audiences part={part} audiencesNow={audiencesNow} />
          </li>
        ))}
      </ul>
      {lost.length > 0 && (
        <p className="soft small">
          None of them would be in {lost.map(({ name }) => name).join(', ')} any more.
        </p>
      )}
    </div>
  )
}

function Events({ part }: { readonly part: Part }) {
  const time = useTimeFormat()
  const { events, eventNames, firstEventAt, lastEventAt } = part
  if (events === 0) return <p className="small">No events.</p>
  const told = eventNames.map(({ name, count }) => `${formatCount(count)} ${name}`).join(', ')
  const span =
    firstEventAt === null || lastEventAt === null
      ? ''
      : ` From ${time.day(firstEventAt)} to ${time.day(lastEventAt)}.`
  return (
    <p className="small wrap num">
      {formatCount(events)} {events === 1 ? 'event' : 'events'}: {told}.{span}
    </p>
  )
}

function Audiences({
  part: { audiences },
  audiencesNow,
}: {
  readonly part: Part
  readonly audiencesNow: UnmergePreview['audiencesNow']
}) {
  if (audiences.length === 0) return <p className="small muted">In no live audience.</p>
  const now = new Set(audiencesNow.map(({ id }) => id))
  return (
    <p className="row tight small">
      <span className="muted">Would be in</span>
      {audiences.map(({ id, name }) => (
        <Badge key={id} {...(!now.has(id) && { tone: 'accent' as const })}>
          {name}
          {!now.has(id) && ' (new)'}
        </Badge>
      ))}
    </p>
  )
}
