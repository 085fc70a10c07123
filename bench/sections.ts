import type { Section } from './section.ts'
import { analyses } from './sections/analyses.ts'
import { backfill } from './sections/backfill.ts'
import { ingest } from './sections/ingest.ts'
import { instead } from './sections/instead.ts'
import { memory } from './sections/memory.ts'
import { preview } from './sections/preview.ts'
import { refresh } from './sections/refresh.ts'
import { rfm } from './sections/rfm.ts'
import { scaling } from './sections/scaling.ts'
import { start } from './sections/start.ts'
import { traits } from './sections/traits.ts'

/**
 * In the order in which they run. Questions come behind the first load, when a history that was made a minute ago has been merged, and last what ends
 * the stage.
 */
export const SECTIONS: readonly Section[] = [
  refresh,
  preview,
  analyses,
  rfm,
  backfill,
  instead,
  traits,
  start,
  ingest,
  scaling,
  memory,
]
