import { apiKeysContract } from './test-support/apiKeys.contract.ts'
import { atEveryPlace } from './test-support/atEveryPlace.ts'
import { audiencesContract } from './test-support/audiences.contract.ts'
import { constraintsContract } from './test-support/constraints.contract.ts'
import { intentsContract } from './test-support/intents.contract.ts'
import { workContract } from './test-support/work.contract.ts'
import { workspaceContract } from './test-support/workspace.contract.ts'

// One file, since opening an embedded store takes seconds.
await atEveryPlace((metadata) => {
  audiencesContract(metadata)
  apiKeysContract(metadata)
  workContract(metadata)
  intentsContract(metadata)
  workspaceContract(metadata)
  constraintsContract(metadata)
})
