import type {
  Audience,
  Calibration,
  CalibrationDrift,
  Segmentation,
  SegmentGrid,
  SegmentGridQuestion,
  SegmentUse,
} from '@muster/server'
import type { Connection } from './connection.ts'

const root = '/api/v1/segmentation'

/** RFM, stages of life and tiers of value: what was learned, and how people are spread. */
export function segmentationOf({ ask }: Connection) {
  return {
    get: (signal?: AbortSignal) => ask<Segmentation>('GET', root, { signal }),
    /** The newest first. */
    calibrations: async (
      query: { readonly limit?: number } = {},
      signal?: AbortSignal,
    ): Promise<readonly Calibration[]> => {
      type Answer = { readonly calibrations: readonly Calibration[] }
      return (await ask<Answer>('GET', `${root}/calibrations`, { query, signal })).calibrations
    },
    learn: () => ask<Calibration>('POST', `${root}/calibrations`),
    /** Between two calibrations by their ids, by default the last two. */
    drift: (
      query: { readonly older?: number; readonly newer?: number } = {},
      signal?: AbortSignal,
    ) => ask<CalibrationDrift>('GET', `${root}/drift`, { query, signal }),
    grid: (question: SegmentGridQuestion, signal?: AbortSignal) =>
      ask<SegmentGrid>('POST', `${root}/grid`, { body: question, signal }),
    createAudience: (use: SegmentUse) => ask<Audience>('POST', `${root}/audience`, { body: use }),
  }
}
