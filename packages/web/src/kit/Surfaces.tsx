import { CircleAlert, Info, TriangleAlert } from 'lucide-react'
import { useId } from 'react'
import type { ReactNode } from 'react'
import { Button } from './Button.tsx'
import { classes } from './classes.ts'

export type Tone = 'good' | 'warn' | 'danger' | 'accent'

export function Card({
  title,
  aside,
  flush = false,
  children,
}: {
  readonly title?: string
  readonly aside?: ReactNode
  /** Without room around the content: for tables. */
  readonly flush?: boolean
  readonly children: ReactNode
}) {
  const id = useId()
  return (
    <section className="card" {...(title !== undefined && { 'aria-labelledby': id })}>
      {title !== undefined && (
        <div className="card-head">
          <h2 id={id}>{title}</h2>
          {aside}
        </div>
      )}
      <div className={flush ? undefined : 'card-body'}>{children}</div>
    </section>
  )
}

export function Badge({ tone, children }: { readonly tone?: Tone; readonly children: ReactNode }) {
  return <span className={classes('badge', tone)}>{children}</span>
}

export function Notice({
  tone,
  children,
}: {
  readonly tone?: 'warn' | 'danger'
  readonly children: ReactNode
}) {
  const Icon = tone === 'danger' ? CircleAlert : tone === 'warn' ? TriangleAlert : Info
  return (
    <div className={classes('notice', tone)} role={tone === 'danger' ? 'alert' : undefined}>
      <Icon size={15} aria-hidden />
      <div className="grow wrap">{children}</div>
    </div>
  )
}

/** What stands where nothing is yet, and what to do so that something will be. */
export function EmptyState({
  icon,
  title,
  children,
  action,
}: {
  readonly icon?: ReactNode
  readonly title: string
  readonly children?: ReactNode
  readonly action?: ReactNode
}) {
  return (
    <div className="empty-state">
      {icon !== undefined && <div className="empty-icon">{icon}</div>}
      <h3>{title}</h3>
      {children !== undefined && <p>{children}</p>}
      {action}
    </div>
  )
}

/** What went wrong, in the words of whoever refused, which end with the next step. */
export function ErrorState({
  error,
  onRetry,
}: {
  readonly error: Error
  readonly onRetry?: () => void
}) {
  return (
    <div className="empty-state" role="alert">
      <div className="empty-icon">
        <CircleAlert size={20} aria-hidden />
      </div>
      <h3>This could not be shown</h3>
      <p className="wrap">{error.message}</p>
      {onRetry !== undefined && <Button onPress={onRetry}>Try again</Button>}
    </div>
  )
}

export function Skeleton({ lines = 3 }: { readonly lines?: number }) {
  return (
    <div className="stack" role="status" aria-label="Loading">
      {Array.from({ length: lines }, (_, index) => (
        <div
          key={index}
          className="skeleton"
          style={{ height: 15, width: `${94 - ((index * 37) % 50)}%` }}
        />
      ))}
    </div>
  )
}

export function Spinner({ label }: { readonly label: string }) {
  return <span className="spinner" role="status" aria-label={label} />
}
