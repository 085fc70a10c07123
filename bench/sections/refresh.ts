import { section } from '../section.ts'
import { lateness, latenessOf, loadNote } from './lateness.ts'

export const refresh = section({
  name: 'refresh',
  measures: {
    ...lateness,
    sent: { says: 'events taken a second meanwhile', unit: 'events/s' },
    cpu: { says: 'processor time of the server for a minute of it', unit: 's' },
  },
  run: async ({ steady }) => {
    const found = await steady()
    return {
      ...latenessOf(found),
      sent: { value: found.load.taken / found.load.seconds, note: loadNote(found) },
      cpu: { value: found.cpuSecondsAMinute },
    }
  },
})
