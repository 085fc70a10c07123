import { lazy, Suspense } from 'react'
import type { HeatMapProps } from './HeatGrid.tsx'
import { Skeleton } from './Surfaces.tsx'

const HeatGrid = lazy(async () => ({ default: (await import('./HeatGrid.tsx')).HeatGrid }))

/** A table whose cells are the darker the more they hold. It comes when the first one is shown, since few pages have one. */
export function HeatMap(props: HeatMapProps) {
  return (
    <Suspense fallback={<Skeleton lines={6} />}>
      <HeatGrid {...props} />
    </Suspense>
  )
}
