import { lifecycleStages, segmentNames, valueTiers } from '@muster/core'
import type { GridTrait, SegmentAudience } from './segmentationApi.ts'

/** What a trait of a grid can be, in the order in which it is shown; nothing where that is a matter of the people. */
export function valuesOf(trait: GridTrait): readonly (string | number)[] | undefined {
  switch (trait) {
    case 'rfm.segment':
      return segmentNames
    case 'rfm.score':
      return undefined
    case 'rfm.recency':
    case 'rfm.frequency':
    case 'rfm.monetary':
      return [5, 4, 3, 2, 1]
    case 'lifecycle.stage':
      return lifecycleStages
    case 'value.revenueTier':
    case 'value.marginTier':
      return valueTiers.toReversed()
  }
}

const titles: Readonly<Record<GridTrait, string>> = {
  'rfm.segment': 'RFM',
  'rfm.score': 'RFM score',
  'rfm.recency': 'Recency score',
  'rfm.frequency': 'Frequency score',
  'rfm.monetary': 'Monetary score',
  'lifecycle.stage': 'Lifecycle',
  'value.revenueTier': 'Revenue',
  'value.marginTier': 'Margin',
}

/** The audience of the people who have this value. */
export const segmentAudience = (trait: GridTrait, value: string | number): SegmentAudience => ({
  name: `${titles[trait]}: ${value}`,
  description: `Everybody whose ${trait} is ${value}, from the moment it is.`,
  definition: { trait, is: { equals: value } },
})
