import type { ReactNode } from 'react'
import { useEffect } from 'react'

/** What stands before the app: a card with one thing to do. */
export function DoorCard({
  title,
  intro,
  onSubmit,
  children,
}: {
  readonly title: string
  readonly intro?: ReactNode
  readonly onSubmit?: () => void
  readonly children?: ReactNode
}) {
  useEffect(() => {
    document.title = `${title} · Muster`
  }, [title])
  return (
    <main className="sign-in">
      <form
        className="card sign-in-card stack wide"
        onSubmit={(event) => {
          event.preventDefault()
          onSubmit?.()
        }}
      >
        <div className="stack tight">
          <img src="/favicon.svg" alt="" width={36} height={36} />
          <h1>{title}</h1>
          {intro !== undefined && <p className="soft">{intro}</p>}
        </div>
        {children}
      </form>
    </main>
  )
}
