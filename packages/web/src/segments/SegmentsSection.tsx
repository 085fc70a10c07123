import { Section } from '../app/Section.tsx'
import '../analysis/analysis.css'

const places = [
  { to: '/segments/rfm', text: 'RFM' },
  { to: '/segments/lifecycle', text: 'Lifecycle' },
  { to: '/segments/value', text: 'Value' },
] as const

/** What divides everybody. */
export const SegmentsSection = () => <Section label="Segments" places={places} />
