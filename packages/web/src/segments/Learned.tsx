import type { Calibration, Segmentation } from '@muster/client'
import { useQuery } from '@tanstack/react-query'
import { Hourglass } from 'lucide-react'
import type { ReactNode } from 'react'
import { useClient } from '../data/client.ts'
import { queries } from '../data/queries.ts'
import { Card, EmptyState, ErrorState, Skeleton } from '../kit/index.ts'

/** What rests on thresholds, once they are learned; until then why they are not. */
export function Learned({
  children,
}: {
  readonly children: (calibration: Calibration, segmentation: Segmentation) => ReactNode
}) {
  const { data, error, refetch } = useQuery(queries.segmentation(useClient()))
  if (error !== null) return <ErrorState error={error} onRetry={() => void refetch()} />
  if (data === undefined) return <Skeleton lines={8} />
  if (data.current === null) {
    return (
      <Card>
        <EmptyState icon={<Hourglass size={20} aria-hidden />} title="There are no thresholds yet">
          {data.waitingFor?.message ??
            'They are learned from the customers as soon as there are enough; this is looked at each minute.'}
        </EmptyState>
      </Card>
    )
  }
  return children(data.current, data)
}
