import { parseJson } from '@muster/core'
import { Answered } from '../analysis/Answered.tsx'
import { useAnalysis } from '../analysis/useAnalysis.ts'
import { useSettled } from '../builder/useSettled.ts'
import { useClient } from '../data/client.ts'
import { useMay } from '../data/useMay.ts'
import { Spread } from './Spread.tsx'

/** The spread of an expression that may not be saved yet, given as JSON text; the last one stays while something is open. */
export function SpreadPreview({ expression }: { readonly expression: string | undefined }) {
  const client = useClient()
  const mayAnalyse = useMay('analysis.read')
  const settled = useSettled(expression)
  const analysis = useAnalysis(
    ['spread', settled],
    async (signal) => {
      const parsed = parseJson(settled ?? '')
      if (!parsed.ok) throw new Error('nothing was asked')
      return client.traits.distribution({ expression: parsed.value }, {}, signal)
    },
    mayAnalyse && settled !== undefined,
  )
  if (!mayAnalyse) return <p className="muted">Your role may not look at how values are spread.</p>
  if (analysis.data === undefined && settled === undefined) {
    return <p className="muted">How the values are spread over everybody stands here.</p>
  }
  return (
    <Answered analysis={analysis} doing="Computing it for everybody">
      {(spread) => (
        <Spread spread={spread} isOld={expression === undefined || settled !== expression} />
      )}
    </Answered>
  )
}
