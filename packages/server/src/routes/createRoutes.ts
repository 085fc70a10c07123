import type { Route } from '../http/route.ts'
import { importRoutes } from '../imports/importRoutes.ts'
import { ingestRoutes } from '../ingest/ingestRoutes.ts'
import { accountRoutes } from './accountRoutes.ts'
import { analysisRoutes } from './analysisRoutes.ts'
import { audienceRoutes } from './audienceRoutes.ts'
import { backupRoute } from './backupRoute.ts'
import { createChangeRoutes } from './changeRoutes.ts'
import { healthRoutes } from './healthRoutes.ts'
import { listRoutes } from './listRoutes.ts'
import { membershipRoutes } from './membershipRoutes.ts'
import { operateRoutes } from './operateRoutes.ts'
import { profileRoutes } from './profileRoutes.ts'
import { rejectRoutes } from './rejectRoutes.ts'
import { segmentationRoutes } from './segmentationRoutes.ts'
import { sessionRoutes } from './sessionRoutes.ts'
import { templateRoutes } from './templateRoutes.ts'
import { traitRoutes } from './traitRoutes.ts'
import { userRoutes } from './userRoutes.ts'
import { workspaceRoutes } from './workspaceRoutes.ts'

/** Every route there is. What is not in this list is not served. */
export function createRoutes(): readonly Route[] {
  return [
    ...ingestRoutes,
    ...audienceRoutes,
    ...membershipRoutes,
    ...analysisRoutes,
    ...templateRoutes,
    ...traitRoutes,
    ...segmentationRoutes,
    ...profileRoutes,
    ...listRoutes,
    ...createChangeRoutes(),
    ...rejectRoutes,
    ...importRoutes,
    ...healthRoutes,
    ...workspaceRoutes,
    ...sessionRoutes,
    ...accountRoutes,
    ...userRoutes,
    ...operateRoutes,
    backupRoute,
  ]
}
