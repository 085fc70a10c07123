import type { Section } from './section.ts'
import { refresh } from './sections/refresh.ts'

/** In the order in which they run. */
export const SECTIONS: readonly Section[] = [refresh]
