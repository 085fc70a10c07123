import type { IdentityHealth } from '@muster/client'
import { CsvButton } from '../analysis/CsvButton.tsx'
import { useTimeFormat } from '../data/useTimeFormat.ts'
import { formatCount, formatPart } from '../format/number.ts'
import { Badge, Card, Table } from '../kit/index.ts'
import { dayRows } from './rates.ts'

const SHOWN = 14

/** The last whole days in numbers, the newest first. */
export function DaysTable({ health }: { readonly health: IdentityHealth }) {
  const time = useTimeFormat()
  const shown = health.days.slice(-SHOWN).reverse()
  return (
    <Card
      title="By day"
      flush
      aside={<CsvButton name="identity-days" rows={() => dayRows(health)} />}
    >
      <Table<IdentityHealth['days'][number]>
        label="Identity by day"
        rows={shown}
        keyOf={({ day }) => String(day)}
        columns={[
          {
            ...{ id: 'day', head: 'Day' },
            cell: ({ from, isBackfilled }) => (
              <span className="row tight">
                <span className="num">{time.day(from)}</span>
                {isBackfilled && <Badge>counted later</Badge>}
              </span>
            ),
          },
          {
            ...{ id: 'active', head: 'Active', isNumber: true },
            cell: ({ active }) => formatCount(active),
          },
          {
            ...{ id: 'match', head: 'Known', isNumber: true },
            cell: ({ known, active }) => part(known, active),
          },
          {
            ...{ id: 'events', head: 'Of events', isNumber: true, isExtra: true },
            cell: ({ knownEvents, events }) => part(knownEvents, events),
          },
          {
            ...{ id: 'stitch', head: 'Several devices', isNumber: true },
            cell: ({ severalDevices, known }) => part(severalDevices, known),
          },
          {
            ...{ id: 'consent', head: 'Consent', isNumber: true },
            cell: ({ consented, active }) => part(consented, active),
          },
          {
            ...{ id: 'merges', head: 'Merges', isNumber: true, isExtra: true },
            cell: ({ merges }) => formatCount(merges),
          },
          {
            ...{ id: 'left', head: 'Left out', isNumber: true, isExtra: true },
            cell: ({ leftOut }) => formatCount(leftOut),
          },
          {
            ...{ id: 'unmerges', head: 'Unmerges', isNumber: true, isExtra: true },
            cell: ({ unmerges }) => formatCount(unmerges),
          },
        ]}
      />
    </Card>
  )
}

function part(count: number, of: number): string {
  return of === 0 ? '–' : formatPart(count, of)
}
