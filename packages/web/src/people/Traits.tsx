import type { Profile } from '@muster/client'
import { useState } from 'react'
import { useNow } from '../data/useNow.ts'
import { useTimeFormat } from '../data/useTimeFormat.ts'
import { shortJson } from '../format/json.ts'
import { formatAge } from '../format/time.ts'
import { Card, Dialog, EmptyState, Table } from '../kit/index.ts'

interface Trait {
  readonly name: string
  readonly value: Profile['traits'][string]['value']
  readonly at: number
  readonly messageId: string
}

/** What is known of somebody: each value with how old it is and which message said it, and what it was before. */
export function Traits({ profile }: { readonly profile: Profile }) {
  const now = useNow(60_000)
  const time = useTimeFormat()
  const [asked, setAsked] = useState<string>()
  const traits = Object.entries(profile.traits)
    .map(([name, trait]): Trait => ({ name, ...trait }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  const before = profile.traitHistory.filter(({ name }) => name === asked)
  if (traits.length === 0) {
    return (
      <Card title="Traits">
        <EmptyState title="Nothing is known of them">
          Traits come with identify calls; events alone bring none.
        </EmptyState>
      </Card>
    )
  }
  return (
    <Card title="Traits" flush>
      <Table<Trait>
        label="Traits"
        rows={traits}
        keyOf={({ name }) => name}
        columns={[
          { id: 'name', head: 'Trait', cell: ({ name }) => <code>{name}</code> },
          {
            ...{ id: 'value', head: 'Value' },
            cell: ({ value }) => <span className="wrap num">{shortJson(value, 120)}</span>,
          },
          {
            ...{ id: 'age', head: 'Set', isNumber: true },
            cell: ({ name, at, messageId }) => (
              <button
                type="button"
                className="link-button soft"
                title={`${time.second(at)}, by message ${messageId}`}
                onClick={() => {
                  setAsked(name)
                }}
              >
                {formatAge(at, now)}
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
