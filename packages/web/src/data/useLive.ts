import { createContext, use, useSyncExternalStore } from 'react'
import type { Live, LiveState } from './live.ts'

export const LiveContext = createContext<Live | undefined>(undefined)

/** The live feed; it is open as long as some page looks at it. */
export function useLive(): LiveState {
  const live = use(LiveContext)
  if (live === undefined) throw new Error('the live feed was asked for outside of its provider')
  return useSyncExternalStore(live.subscribe, live.current)
}
