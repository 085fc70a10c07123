import { metadataContract } from './test-support/metadata.contract.ts'
import { embeddedPlace, postgresPlace } from './test-support/places.ts'

metadataContract(embeddedPlace())
metadataContract(await postgresPlace())
