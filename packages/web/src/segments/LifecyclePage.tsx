import type { Segmentation } from '@muster/client'
import { useQuery } from '@tanstack/react-query'
import { Page } from '../app/Page.tsx'
import { useClient } from '../data/client.ts'
import { queries } from '../data/queries.ts'
import { ErrorState, Skeleton } from '../kit/index.ts'
import { SegmentGrid } from './SegmentGrid.tsx'
import { stageWords } from './thresholdWords.ts'

/** Where everybody stands as a customer, by when they ordered. */
export function LifecyclePage() {
  const { data, error, refetch } = useQuery(queries.segmentation(useClient()))
  return (
    <Page
      title="Lifecycle"
      intro="New, engaged, reactivated, at risk or lapsed: the stage follows the orders and the clock, to the day."
    >
      {error !== null ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : data === undefined ? (
        <Skeleton lines={8} />
      ) : (
        <SegmentGrid
          by="lifecycle.stage"
          calibration={data.current?.id}
          title="Stages"
          wordsOf={(stage) => stageWords(stage, boundsOf(data))}
        />
      )}
    </Page>
  )
}

function boundsOf({ settings }: Segmentation) {
  const text = (key: string): string => {
    const value = settings[key]
    return typeof value === 'string' ? value : ''
  }
  return {
    new: text('newWithin'),
    reactivated: text('reactivatedWithin'),
    engaged: text('engagedWithin'),
    atRisk: text('atRiskWithin'),
  }
}
