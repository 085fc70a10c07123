import { Section } from '../app/Section.tsx'
import './analysis.css'

const places = [
  { to: '/analysis/retention', text: 'Retention' },
  { to: '/analysis/migration', text: 'Migration' },
  { to: '/analysis/basket', text: 'Basket' },
  { to: '/analysis/overlap', text: 'Overlap' },
] as const

/** The questions over everybody. */
export const AnalysisSection = () => <Section label="Analysis" places={places} />
