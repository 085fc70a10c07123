import { standardTraits, type TraitExpression } from '@muster/core'
import type { Db } from '../metadata/metadata.ts'
import { currentCalibration } from '../metadata/segmentation/calibrations.ts'
import { commerceOf, readSettings, segmentationOf } from '../workspace/workspaceSettings.ts'

/** The computed traits that every workspace has, by its settings and by the calibration in force. */
export async function standardTraitsIn(db: Db): Promise<ReadonlyMap<string, TraitExpression>> {
  const settings = await readSettings(db)
  return standardTraits(
    segmentationOf(settings),
    commerceOf(settings),
    await currentCalibration(db),
  )
}
