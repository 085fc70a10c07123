import type { Route } from '../http/route.ts'
import { importRoutes } from '../imports/importRoutes.ts'
import { ingestRoutes } from '../ingest/ingestRoutes.ts'
import { analysisRoutes } from './analysisRoutes.ts'
import { audienceRoutes } from './audienceRoutes.ts'
import { backupRoute } from './backupRoute.ts'
import { createChangeRoutes } from './changeRoutes.ts'
import { listRoutes } from './listRoutes.ts'
import { membershipRoutes } from './membershipRoutes.ts'
import { operateRoutes } from './operateRoutes.ts'
import { profileRoutes } from './profileRoutes.ts'
import { rejectRoutes } from './rejectRoutes.ts'
import { templateRoutes } from './templateRoutes.ts'
import { workspaceRoutes } from './workspaceRoutes.ts'

/** Every route there is. What is not in this list is not served. */
export function createRoutes(): readonly Route[] {
  return [
    ...ingestRoutes,
    ...audienceRoutes,
    ...membershipRoutes,
    ...analysisRoutes,
    ...templateRoutes,
    ...profileRoutes,
    ...listRoutes,
    ...createChangeRoutes(),
    ...rejectRoutes,
    ...importRoutes,
    ...workspaceRoutes,
    ...operateRoutes,
    backupRoute,
  ]
}
