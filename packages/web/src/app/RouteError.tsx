import { ErrorState } from '../kit/index.ts'

/** A page that broke, with the way to try it once more. */
export function RouteError({
  error,
  reset,
}: {
  readonly error: unknown
  readonly reset: () => void
}) {
  return (
    <ErrorState
      error={error instanceof Error ? error : new Error('Something broke.')}
      onRetry={reset}
    />
  )
}
