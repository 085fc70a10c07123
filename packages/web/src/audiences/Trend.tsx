import { useQuery } from '@tanstack/react-query'
import { useClient } from '../data/client.ts'
import { queries } from '../data/queries.ts'
import { formatChange } from '../format/number.ts'
import { Sparkline } from '../kit/index.ts'

/** How the size went over the last day, drawn and in a number. */
export function Trend({ id, name }: { readonly id: string; readonly name: string }) {
  const sizes = useQuery(queries.sizes(useClient(), id, 1, 24)).data
  if (sizes === undefined || sizes.length < 2) return <span className="muted">–</span>
  const values = sizes.map(({ size }) => size)
  const change = (values.at(-1) ?? 0) - (values[0] ?? 0)
  return (
    <span className="trend">
      <Sparkline
        values={values}
        label={`Size of ${name} over the last day: ${formatChange(change)}`}
        width={84}
      />
      <span className="num small soft trend-change">{formatChange(change)}</span>
    </span>
  )
}
