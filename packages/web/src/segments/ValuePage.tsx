import { useState } from 'react'
import { Page } from '../app/Page.tsx'
import { Segments } from '../kit/index.ts'
import { CalibrationCard } from './CalibrationCard.tsx'
import { Learned } from './Learned.tsx'
import { SegmentGrid } from './SegmentGrid.tsx'
import { TierTable } from './ThresholdTables.tsx'
import { tierWords } from './thresholdWords.ts'

type Of = 'revenue' | 'margin'

/** Which part of all customers somebody is in, by what they brought so far. */
export function ValuePage() {
  const [of, setOf] = useState<Of>('revenue')
  return (
    <Page
      title="Value"
      intro="The best 5, 20 and 50 percent of the customers by revenue, and by margin where orders tell it."
    >
      <Learned>
        {(calibration, segmentation) => {
          const thresholds = calibration.value[of]
          return (
            <div className="stack wide">
              <SegmentGrid
                key={of}
                by={of === 'revenue' ? 'value.revenueTier' : 'value.marginTier'}
                calibration={calibration.id}
                title={of === 'revenue' ? 'Tiers of revenue' : 'Tiers of margin'}
                wordsOf={(value) => {
                  const words = tierWords(thresholds ?? []).find(
                    ({ tier }) => tier === value,
                  )?.words
                  return words === undefined ? '' : `Brought ${words} in ${of} so far.`
                }}
                aside={
                  calibration.value.margin !== null && (
                    <Segments<Of>
                      label="Tiers of"
                      value={of}
                      options={[
                        { id: 'revenue', text: 'Revenue' },
                        { id: 'margin', text: 'Margin' },
                      ]}
                      onChange={setOf}
                    />
                  )
                }
              />
              <div className="columns even">
                <TierTable {...{ calibration, of }} />
                <CalibrationCard {...{ calibration, segmentation }} />
              </div>
            </div>
          )
        }}
      </Learned>
    </Page>
  )
}
