import { explanationParts } from '@muster/core'
import type { Explanation } from '@muster/core'
import { Check, X } from 'lucide-react'
import { useNames } from '../data/useNames.ts'
import { useTimeFormat } from '../data/useTimeFormat.ts'
import { evidenceOf, questionOf } from './evidence.ts'
import './explain.css'

/** Why somebody is in or not, condition by condition, with the evidence beside each. */
export function Why({ explanation }: { readonly explanation: Explanation }) {
  return (
    <ul className="why">
      <WhyNode explanation={explanation} />
    </ul>
  )
}

function WhyNode({ explanation }: { readonly explanation: Explanation }) {
  const names = useNames()
  const time = useTimeFormat()
  const parts = explanationParts(explanation)
  const { holds, found } = explanation
  const evidence = evidenceOf(found, time)
  return (
    <li className="why-node">
      <div className="why-line" data-holds={holds}>
        <span className="why-mark">
          {holds ? <Check size={12} aria-hidden /> : <X size={12} aria-hidden />}
          <span className="hidden-text">{holds ? 'Holds:' : 'Does not hold:'}</span>
        </span>
        <div className="grow wrap">
          <span className="why-question">{questionOf(explanation, names)}</span>
          {evidence.map((line, index) => (
            <div key={index} className="muted small num">
              {line}
            </div>
          ))}
        </div>
      </div>
      {parts.length > 0 && (
        <ul className="why">
          {parts.map((part, index) => (
            <WhyNode key={index} explanation={part} />
          ))}
        </ul>
      )}
    </li>
  )
}
