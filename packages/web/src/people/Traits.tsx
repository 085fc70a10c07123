import type { Profile } from '@muster/client'
import type { Json } from '@muster/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useNow } from '../data/useNow.ts'
import { useTimeFormat } from '../data/useTimeFormat.ts'
import { shortJson } from '../format/json.ts'
import { formatAge } from '../format/time.ts'
import { Badge, Card, Dialog, EmptyState, Table } from '../kit/index.ts'

interface Trait {
  readonly name: string
  readonly value: Json
  /** Since when, and which message said it; nothing for what is computed. */
  readonly sent?: { readonly at: number; readonly messageId: string }
}

/** What is known of somebody: each value that was sent with how old it is, which message said it, and what it was before; and what is computed. */
export function Traits({ profile }: { readonly profile: Profile }) {
  const now = useNow(60_000)
  const time = useTimeFormat()
  const [asked, setAsked] = useState<string>()
  const traits = traitsOf(profile)
  const before = profile.traitHistory.filter(({ name }) => name === asked)
  if (traits.length === 0) {
    return (
      <Card title="Traits">
        <EmptyState title="Nothing is known of them">
          Traits come with identify calls, or are computed from events.
        </EmptyState>
      </Card>
    )
  }
  return (
    <Card title="Traits" flush>
      <Table<Trait>
        label="Traits"
        rows={traits}
        keyOf={({ name, sent }) => `${name} ${sent === undefined}`}
        columns={[
          {
            ...{ id: 'name', head: 'Trait' },
            cell: ({ name, sent }) =>
              sent === undefined && !name.startsWith('profile.') ? (
                <Link to="/traits/$name" params={{ name }}>
                  <code>{name}</code>
                </Link>
              ) : (
                <code>{name}</code>
              ),
          },
          {
            ...{ id: 'value', head: 'Value' },
            cell: ({ value }) => <span className="wrap num">{shortJson(value, 120)}</span>,
          },
          {
            ...{ id: 'age', head: 'Set', isNumber: true },
            cell: ({ name, sent }) =>
              sent === undefined ? (
                <Badge>computed</Badge>
              ) : (
                <button
                  type="button"
                  className="link-button soft"
                  title={`${time.second(sent.at)}, by message ${sent.messageId}`}
                  onClick={() => {
                    setAsked(name)
                  }}
                >
                  {formatAge(sent.at, now)}
                </button>
              ),
          },
        ]}
      />
      <Dialog
        title={`What “${asked ?? ''}” was`}
        isOpen={asked !== undefined}
        onClose={() => {
          setAsked(undefined)
        }}
      >
        <ol className="stack">
          {[...before]
            .sort((a, b) => b.at - a.at)
            .map(({ value, at, messageId }) => (
              <li key={`${messageId} ${at}`} className="row apart">
                <span className="wrap">{value === null ? 'unset' : shortJson(value, 120)}</span>
                <span className="muted small num">
                  {time.second(at)} · {messageId}
                </span>
              </li>
            ))}
        </ol>
      </Dialog>
    </Card>
  )
}

/** By name; what is computed wins over what was sent, so it stands first. */
function traitsOf({ traits, computedTraits }: Profile): readonly Trait[] {
  const computed = Object.entries(computedTraits).map(([name, value]): Trait => ({ name, value }))
  const sent = Object.entries(traits).map(([name, { value, at, messageId }]): Trait => ({
    name,
    value,
    sent: { at, messageId },
  }))
  return [...computed, ...sent].sort((a, b) => a.name.localeCompare(b.name, 'en'))
}
