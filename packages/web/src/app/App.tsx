import { createClient, RefusedError } from '@muster/client'
import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { useMemo, useState, useSyncExternalStore } from 'react'
import { credentials } from '../access/credentials.ts'
import { SignIn } from '../access/SignIn.tsx'
import { ClientContext } from '../data/client.ts'
import { createLive } from '../data/live.ts'
import { LiveContext } from '../data/useLive.ts'
import { createAppRouter } from './router.tsx'

/** The sign-in until there is a key; then everything else, with the API in the hands of every page. */
export function App() {
  const key = useSyncExternalStore(credentials.subscribe, credentials.read)
  const [note, setNote] = useState<string>()
  if (key === undefined) return <SignIn note={note} />
  // Another key is another view of everything.
  return (
    <SignedIn
      key={key}
      secret={key}
      onRefused={() => {
        setNote('The key is not good any more. Sign in again.')
        credentials.forget()
      }}
    />
  )
}

function SignedIn({
  secret,
  onRefused,
}: {
  readonly secret: string
  readonly onRefused: () => void
}) {
  const held = useMemo(() => {
    const client = createClient({ url: location.origin, key: secret })
    const queryClient = new QueryClient({
      queryCache: new QueryCache({
        onError(error) {
          if (error instanceof RefusedError && error.status === 401) onRefused()
        },
      }),
      defaultOptions: { queries: { retry: isWorthRetrying, staleTime: 1_000 } },
    })
    return { client, queryClient, live: createLive(client, queryClient), router: createAppRouter() }
    // eslint-disable-next-line react-hooks/exhaustive-deps -- made once for each key
  }, [secret])
  return (
    <QueryClientProvider client={held.queryClient}>
      <ClientContext value={held.client}>
        <LiveContext value={held.live}>
          <RouterProvider router={held.router} />
        </LiveContext>
      </ClientContext>
    </QueryClientProvider>
  )
}

/** A refusal stays one however often it is asked for; a line that broke may come back. */
function isWorthRetrying(failures: number, error: Error): boolean {
  return failures < 3 && !(error instanceof RefusedError && error.status < 500)
}
