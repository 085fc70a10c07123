import { section } from '../section.ts'
import { slowest } from './slowest.ts'

/** Thresholds learned of everybody, what they changed, and who is in which segment, over the whole history. */
export const rfm = section({
  name: 'rfm',
  isAside: true,
  measures: {
    learn: { says: 'thresholds of RFM and value, learned of everybody', unit: 's', atMost: 10 },
    segments: { says: 'grid of the eleven segments', unit: 's', atMost: 10 },
    stages: { says: 'grid of the stages of life', unit: 's', atMost: 10 },
    drift: { says: 'drift between two calibrations', unit: 's', atMost: 10 },
  },
  run: async ({ stage }) => {
    const server = await stage.server()
    const { segmentation } = server.client
    const customers = `${(await segmentation.learn()).customersEver} customers`
    return {
      learn: await slowest(server, customers, () => segmentation.learn()),
      segments: await slowest(server, customers, () => segmentation.grid({ by: 'rfm.segment' })),
      stages: await slowest(server, customers, () => segmentation.grid({ by: 'lifecycle.stage' })),
      drift: await slowest(server, customers, () => segmentation.drift()),
    }
  },
})
