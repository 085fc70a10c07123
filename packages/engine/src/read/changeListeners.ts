import type { ChangesApi } from './changesApi.ts'

export interface ChangeListeners {
  readonly onRecorded: ChangesApi['onRecorded']
  /** Calls everybody who listens. */
  readonly tell: () => void
}

/** Who wants to know when changes were recorded, by this process or another. */
export function createChangeListeners(): ChangeListeners {
  const listeners = new Set<() => void>()
  return {
    onRecorded: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    tell: () => {
      for (const listener of listeners) listener()
    },
  }
}
