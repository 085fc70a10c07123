import { accountOf, doorsOf, usersOf } from './access.ts'
import { analysisOf, templatesOf } from './analysis.ts'
import { audiencesOf } from './audiences.ts'
import { changesOf, rejectsOf } from './changes.ts'
import { connect } from './connection.ts'
import type { ConnectionOptions } from './connection.ts'
import { importsOf } from './imports.ts'
import { listsOf, profilesOf } from './profiles.ts'
import { segmentationOf } from './segmentation.ts'
import { traitsOf } from './traits.ts'
import { keysOf, workspaceOf } from './workspace.ts'

/**
 * Everything that Muster's API can be asked, with its types. What Muster refuses is thrown as RefusedError with the problem, an
 * address where it does not answer as NotReachableError.
 */
export function createClient(options: ConnectionOptions) {
  const connection = connect(options)
  return {
    audiences: audiencesOf(connection),
    analysis: analysisOf(connection),
    templates: templatesOf(connection),
    traits: traitsOf(connection),
    segmentation: segmentationOf(connection),
    profiles: profilesOf(connection),
    lists: listsOf(connection),
    changes: changesOf(connection),
    rejects: rejectsOf(connection),
    imports: importsOf(connection),
    keys: keysOf(connection),
    users: usersOf(connection),
    account: accountOf(connection),
    doors: doorsOf(connection),
    ...workspaceOf(connection),
  }
}

export type Client = ReturnType<typeof createClient>
