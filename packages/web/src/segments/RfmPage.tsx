import type { Calibration } from '@muster/client'
import { segmentNames } from '@muster/core'
import { Page } from '../app/Page.tsx'
import { Answered } from '../analysis/Answered.tsx'
import { useAnalysis } from '../analysis/useAnalysis.ts'
import { useClient } from '../data/client.ts'
import { useMay } from '../data/useMay.ts'
import { Card, HeatMap } from '../kit/index.ts'
import { CalibrationCard } from './CalibrationCard.tsx'
import { DriftCard } from './DriftCard.tsx'
import { Learned } from './Learned.tsx'
import { scoreHeat } from './scoreHeat.ts'
import { SegmentGrid } from './SegmentGrid.tsx'
import { segmentWords } from './segmentWords.ts'
import { ScoreTable } from './ThresholdTables.tsx'

/** Recency, frequency and monetary value: who is in which of the eleven segments, and by which thresholds. */
export function RfmPage() {
  return (
    <Page
      title="RFM"
      intro="Everybody who ordered, by how lately, how often and for how much: five scores each, and a name for every three of them."
    >
      <Learned>
        {(calibration, segmentation) => (
          <div className="stack wide">
            <SegmentGrid
              by="rfm.segment"
              calibration={calibration.id}
              title="Segments"
              wordsOf={(value) => {
                const name = segmentNames.find((each) => each === value)
                return name === undefined ? '' : segmentWords[name]
              }}
            />
            <div className="columns even">
              <div className="stack wide">
                <Scores calibration={calibration} />
                <CalibrationCard {...{ calibration, segmentation }} />
              </div>
              <ScoreTable calibration={calibration} />
            </div>
            <DriftCard calibration={calibration} />
          </div>
        )}
      </Learned>
    </Page>
  )
}

function Scores({ calibration: { id } }: { readonly calibration: Calibration }) {
  const client = useClient()
  const mayAnalyse = useMay('analysis.read')
  const analysis = useAnalysis(
    ['segments', 'rfm.score', id],
    (signal) => client.segmentation.grid({ by: 'rfm.score' }, signal),
    mayAnalyse,
  )
  if (!mayAnalyse) return null
  return (
    <Card title="Recency and frequency">
      <Answered analysis={analysis} doing="Counting everybody">
        {(grid) => (
          <HeatMap
            label="People by recency, in rows, and frequency, in columns"
            corner="Recency"
            noteHead="People"
            {...scoreHeat(grid)}
            hint="R5 ordered most lately, F5 most often; the darker, the more people."
          />
        )}
      </Answered>
    </Card>
  )
}
