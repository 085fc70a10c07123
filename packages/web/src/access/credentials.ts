/**
 * Where the key of whoever is signed in is kept: the one place that knows. Until there are sessions it is a secret key in this
 * browser's storage for this address.
 */
const NAME = 'muster.key'

type Listener = () => void
const listeners = new Set<Listener>()

function tell(): void {
  for (const listener of listeners) listener()
}

export const credentials = {
  read: (): string | undefined => localStorage.getItem(NAME) ?? undefined,
  keep: (key: string): void => {
    localStorage.setItem(NAME, key)
    tell()
  },
  forget: (): void => {
    localStorage.removeItem(NAME)
    tell()
  },
  subscribe: (listener: Listener): (() => void) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },
}

/** Takes a key out of the address (`#key=sk_...`), so that the link that the start prints signs in and leaves no trace of it. */
export function keyFromAddress(): string | undefined {
  const key = new URLSearchParams(location.hash.slice(1)).get('key')
  if (key === null || key === '') return undefined
  history.replaceState(history.state, '', location.pathname + location.search)
  return key
}
