import type { ComputedTrait } from '@muster/client'
import { Link } from '@tanstack/react-router'
import { Fragment } from 'react'
import type { ReactNode } from 'react'
import { useNames } from '../data/useNames.ts'

/** The audiences that rest on a trait and the traits that are made of it, as links; with `most` only so many of them. */
export function UsedBy({
  trait: { audiences, traits },
  most = Infinity,
}: {
  readonly trait: Pick<ComputedTrait, 'audiences' | 'traits'>
  readonly most?: number
}) {
  const names = useNames()
  const users: readonly (readonly [string, ReactNode])[] = [
    ...audiences.map(
      (id) =>
        [
          `audience ${id}`,
          <Link to="/audiences/$id" params={{ id }}>
            {names.audience?.(id) ?? id}
          </Link>,
        ] as const,
    ),
    ...traits.map(
      (name) =>
        [
          `trait ${name}`,
          <Link to="/traits/$name" params={{ name }}>
            <code>{name}</code>
          </Link>,
        ] as const,
    ),
  ]
  if (users.length === 0) return <span className="muted small">nobody yet</span>
  const rest = users.length - most
  return (
    <span className="small wrap">
      {users.slice(0, most).map(([key, link], index) => (
        <Fragment key={key}>
          {index > 0 && ', '}
          {link}
        </Fragment>
      ))}
      {rest > 0 && <span className="muted"> and {rest} more</span>}
    </span>
  )
}
