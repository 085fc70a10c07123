import { useEffect } from 'react'
import type { ReactNode } from 'react'

/** What every page begins with: its title, what can be done here, and a line that says what it is. */
export function Page({
  title,
  head,
  intro,
  actions,
  children,
}: {
  readonly title: string
  /** In the place of the title, for pages about one thing. */
  readonly head?: ReactNode
  readonly intro?: ReactNode
  readonly actions?: ReactNode
  readonly children: ReactNode
}) {
  useEffect(() => {
    document.title = `${title} · Muster`
  }, [title])
  return (
    <div className="page">
      <div className="page-head">
        <div className="grow stack tight">
          {head ?? <h1>{title}</h1>}
          {intro !== undefined && <div className="soft">{intro}</div>}
        </div>
        {actions !== undefined && <div className="row">{actions}</div>}
      </div>
      {children}
    </div>
  )
}
