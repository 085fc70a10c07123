import type { Profile } from '@muster/client'
import { ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { useTimeFormat } from '../data/useTimeFormat.ts'
import { formatMs } from '../format/number.ts'
import { isObject, prettyJson, shortJson } from '../format/json.ts'
import { Button, EmptyState, SearchField } from '../kit/index.ts'
import { byDay, filtered, titleCounts, titleOf } from './timeline.ts'
import type { TimelineEvent } from './timeline.ts'

/** Everything that somebody did, day by day, the newest first. */
export function Timeline({
  profile,
  asked,
  onMore,
}: {
  readonly profile: Profile
  /** So many events were asked for. */
  readonly asked: number
  readonly onMore: () => void
}) {
  const time = useTimeFormat()
  const [wanted, setWanted] = useState<ReadonlySet<string>>(new Set())
  const [sought, setSought] = useState('')
  const shown = filtered(profile.events, wanted, sought)
  return (
    <div className="stack">
      <div className="search-box">
        <SearchField
          label="Search the timeline"
          placeholder="Search events and properties"
          value={sought}
          onChange={setSought}
        />
      </div>
      <div className="row tight" role="group" aria-label="Kinds of event">
        {titleCounts(profile.events).map(({ title, count }) => (
          <button
            key={title}
            type="button"
            className="chip"
            aria-pressed={wanted.has(title)}
            onClick={() => {
              const others = new Set(wanted)
              if (!others.delete(title)) others.add(title)
              setWanted(others)
            }}
          >
            {title} <span className="muted num">{count}</span>
          </button>
        ))}
      </div>
      {shown.length === 0 ? (
        <EmptyState title="No event fits">
          Choose other kinds, or search for something else.
        </EmptyState>
      ) : (
        byDay(shown, time.day).map(([day, events]) => (
          <section key={day} className="day-of-events">
            <h3 className="muted">{day}</h3>
            <ol className="card">
              {events.map((event) => (
                <Entry key={event.messageId} event={event} />
              ))}
            </ol>
          </section>
        ))
      )}
      {profile.events.length >= asked && (
        <div>
          <Button onPress={onMore}>Show earlier events</Button>
        </div>
      )}
    </div>
  )
}

function Entry({ event }: { readonly event: TimelineEvent }) {
  const time = useTimeFormat()
  const [isOpen, setOpen] = useState(false)
  const late = event.receivedAt - event.at
  return (
    <li className="entry">
      <button
        type="button"
        className="entry-head"
        aria-expanded={isOpen}
        onClick={() => {
          setOpen(!isOpen)
        }}
      >
        <ChevronRight size={13} aria-hidden className={isOpen ? 'turned' : ''} />
        <span className="num muted">{time.clock(event.at)}</span>
        <span className="entry-title">{titleOf(event)}</span>
        <span className="muted small clip grow">
          {Object.entries(event.properties)
            .filter(([, value]) => !isObject(value) && !Array.isArray(value))
            .slice(0, 4)
            .map(([name, value]) => `${name}: ${shortJson(value, 28)}`)
            .join(' · ')}
        </span>
      </button>
      {isOpen && (
        <div className="entry-body stack tight">
          <pre className="wrap-pre">{prettyJson(event.properties)}</pre>
          <details>
            <summary className="soft small">Where it came from</summary>
            <pre className="wrap-pre">{prettyJson(event.context)}</pre>
          </details>
          <div className="muted small num">
            Message {event.messageId}
            {late > 1_000 && `, received ${formatMs(late)} later`}
          </div>
        </div>
      )}
    </li>
  )
}
