import { Link, Outlet } from '@tanstack/react-router'
import type { LinkProps } from '@tanstack/react-router'
import { Suspense } from 'react'
import { Skeleton } from '../kit/index.ts'
import './section.css'

export interface SectionProps {
  readonly label: string
  readonly places: readonly { readonly to: NonNullable<LinkProps['to']>; readonly text: string }[]
}

/** Pages that belong together, and the way from one to another. */
export function Section({ label, places }: SectionProps) {
  return (
    <>
      <div className="page subnav-page">
        <nav className="subnav" aria-label={label}>
          {places.map(({ to, text }) => (
            <Link key={to} to={to}>
              {text}
            </Link>
          ))}
        </nav>
      </div>
      <Suspense fallback={<Skeleton lines={8} />}>
        <Outlet />
      </Suspense>
    </>
  )
}
