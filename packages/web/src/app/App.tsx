import type { Me } from '@muster/client'
import { createClient, RefusedError } from '@muster/client'
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { lazy, Suspense, useEffect, useMemo, useState } from 'react'
import { DoorCard } from '../access/DoorCard.tsx'
import { SessionContext, tokenInAddress } from '../access/session.ts'
import { ClientContext } from '../data/client.ts'
import { createLive } from '../data/live.ts'
import { LiveContext } from '../data/useLive.ts'
import { Button, Notice } from '../kit/index.ts'
import { createAppRouter } from './router.tsx'

// Who is signed in already needs neither.
const SignIn = lazy(async () => ({ default: (await import('../access/SignIn.tsx')).SignIn }))
const Welcome = lazy(async () => ({ default: (await import('../access/Welcome.tsx')).Welcome }))

const client = createClient({ url: location.origin, isOwnPage: true })
/** For what stands before the app; what one reads inside is kept for each person apart. */
const doorQueries = new QueryClient()

type Who =
  | { readonly state: 'asking' }
  | { readonly state: 'unreachable'; readonly message: string }
  | { readonly state: 'nobody'; readonly note?: string | undefined }
  | { readonly state: 'somebody'; readonly me: Me }

/** A one-time link if the address is one, else the sign-in until somebody is; then everything else. */
export function App() {
  const [token, setToken] = useState(() => tokenInAddress(location))
  const [who, setWho] = useState<Who>({ state: 'asking' })
  useEffect(() => {
    if (who.state !== 'asking') return
    const leaving = new AbortController()
    client.doors.who(leaving.signal).then(
      (me) => {
        setWho(me === undefined ? { state: 'nobody' } : { state: 'somebody', me })
      },
      (error: unknown) => {
        if (leaving.signal.aborted) return
        const message = error instanceof Error ? error.message : 'The server does not answer.'
        setWho({ state: 'unreachable', message })
      },
    )
    return () => {
      leaving.abort()
    }
  }, [who])
  const enter = (me: Me) => {
    setWho({ state: 'somebody', me })
  }
  const leaveLink = () => {
    history.replaceState(null, '', '/')
    setToken(undefined)
  }

  if (token !== undefined) {
    return (
      <AtTheDoor>
        <Welcome
          {...{ client, token }}
          onIn={(me) => {
            leaveLink()
            enter(me)
          }}
          onLeave={leaveLink}
        />
      </AtTheDoor>
    )
  }
  switch (who.state) {
    case 'asking':
      return null
    case 'unreachable':
      return (
        <DoorCard
          title="Muster does not answer"
          onSubmit={() => {
            setWho({ state: 'asking' })
          }}
        >
          <Notice tone="danger">{who.message}</Notice>
          <Button type="submit">Try again</Button>
        </DoorCard>
      )
    case 'nobody':
      return (
        <AtTheDoor>
          <SignIn {...{ client }} note={who.note} onIn={enter} />
        </AtTheDoor>
      )
    case 'somebody':
      return (
        // Somebody else has another view of everything.
        <SignedIn
          key={who.me.user?.id}
          me={who.me}
          onChanged={enter}
          onLeft={(note) => {
            setWho({ state: 'nobody', note })
          }}
        />
      )
  }
}

function AtTheDoor({ children }: { readonly children: ReactNode }) {
  return (
    <QueryClientProvider client={doorQueries}>
      <Suspense fallback={null}>{children}</Suspense>
    </QueryClientProvider>
  )
}

interface SignedInProps {
  readonly me: Me
  readonly onChanged: (me: Me) => void
  readonly onLeft: (note?: string) => void
}

function SignedIn({ me, onChanged, onLeft }: SignedInProps) {
  const held = useMemo(() => {
    const onError = (error: Error) => {
      if (error instanceof RefusedError && error.status === 401) onLeft(error.message)
    }
    const queryClient = new QueryClient({
      queryCache: new QueryCache({ onError }),
      mutationCache: new MutationCache({ onError }),
      defaultOptions: { queries: { retry: isWorthRetrying, staleTime: 1_000 } },
    })
    queryClient.setQueryData(['me'], me)
    return { queryClient, live: createLive(client, queryClient), router: createAppRouter() }
    // eslint-disable-next-line react-hooks/exhaustive-deps -- made once for each person
  }, [])
  const session = useMemo(() => ({ me, changed: onChanged, left: onLeft }), [me, onChanged, onLeft])
  return (
    <QueryClientProvider client={held.queryClient}>
      <SessionContext value={session}>
        <ClientContext value={client}>
          <LiveContext value={held.live}>
            <RouterProvider router={held.router} />
          </LiveContext>
        </ClientContext>
      </SessionContext>
    </QueryClientProvider>
  )
}

/** A refusal stays one however often it is asked for; a line that broke may come back. */
function isWorthRetrying(failures: number, error: Error): boolean {
  return failures < 3 && !(error instanceof RefusedError && error.status < 500)
}
