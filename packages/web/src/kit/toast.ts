/** A short word on what was done, for whoever did it. */
export interface Toast {
  readonly id: number
  readonly text: string
}

type Listener = () => void
let toasts: readonly Toast[] = []
let next = 0
const listeners = new Set<Listener>()
const SHOWN_MS = 6_000

function change(to: readonly Toast[]): void {
  toasts = to
  for (const listener of listeners) listener()
}

export const toastStore = {
  subscribe: (listener: Listener): (() => void) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },
  current: () => toasts,
  close: (id: number): void => {
    change(toasts.filter((toast) => toast.id !== id))
  },
}

/** Says something at the edge of the screen for a few seconds. */
export function toast(text: string): void {
  const id = next++
  change([...toasts.slice(-2), { id, text }])
  setTimeout(() => {
    toastStore.close(id)
  }, SHOWN_MS)
}
