import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ArrowDownLeft, ArrowUpRight, Radio } from 'lucide-react'
import { useState } from 'react'
import { causeWords } from '../audiences/causeWords.ts'
import { useClient } from '../data/client.ts'
import { queries } from '../data/queries.ts'
import { useLive } from '../data/useLive.ts'
import { useNames } from '../data/useNames.ts'
import { useTimeFormat } from '../data/useTimeFormat.ts'
import { formatMs } from '../format/number.ts'
import { Card, EmptyState, Toggle } from '../kit/index.ts'

const SHOWN = 14

/** Who comes and goes, as it happens; it can be held to be read. */
export function LatestChanges() {
  const { latest } = useLive()
  const names = useNames()
  const time = useTimeFormat()
  const before = useQuery({
    ...queries.changes(useClient(), { limit: SHOWN }),
    staleTime: Infinity,
  }).data
  const [held, setHeld] = useState<typeof latest>()
  const cursors = new Set(latest.map(({ cursor }) => cursor))
  const now = [...latest, ...(before?.changes ?? []).filter(({ cursor }) => !cursors.has(cursor))]
  const shown = (held ?? now).slice(0, SHOWN)
  return (
    <Card
      title="Latest changes"
      flush
      aside={
        <Toggle
          isSelected={held !== undefined}
          onChange={(isHeld) => {
            setHeld(isHeld ? now : undefined)
          }}
        >
          {held === undefined ? 'Hold' : 'Go on'}
        </Toggle>
      }
    >
      {shown.length === 0 ? (
        <EmptyState icon={<Radio size={20} aria-hidden />} title="Nothing has changed yet">
          Send events, and whoever enters or leaves an audience appears here.
        </EmptyState>
      ) : (
        <ol className="feed">
          {shown.map((change) => (
            <li key={change.cursor} className="feed-line">
              <span className={change.entered ? 'came' : 'went'}>
                {change.entered ? (
                  <ArrowUpRight size={15} aria-hidden />
                ) : (
                  <ArrowDownLeft size={15} aria-hidden />
                )}
              </span>
              <div className="grow">
                <div className="clip">
                  <Link to="/people/$profile" params={{ profile: change.profile }}>
                    {change.profile}
                  </Link>{' '}
                  {change.entered ? 'entered' : 'left'}{' '}
                  <Link
                    to="/audiences/$id"
                    params={{ id: change.audience }}
                    className="audience-name"
                  >
                    {names.audience?.(change.audience) ?? change.audience}
                  </Link>
                </div>
                <div className="muted small num clip">
                  {time.clock(change.recordedAt)} · {causeWords(change)} · after{' '}
                  {formatMs(change.lateMs)}
                </div>
              </div>
            </li>
          ))}
        </ol>
      )}
    </Card>
  )
}
