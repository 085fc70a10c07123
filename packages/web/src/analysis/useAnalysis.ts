import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'

/** An answer that takes long, and the way to do without it. */
export interface Analysis<Answer> {
  /** While another question is being answered, the answer to the last one. */
  readonly data: Answer | undefined
  readonly error: Error | null
  readonly isRunning: boolean
  /** It was told to stop, and has no answer. */
  readonly isCancelled: boolean
  readonly cancel: () => void
  readonly run: () => void
}

/**
 * Asks once for each question. Its request is aborted when it is cancelled and when nobody looks at it any more, and with the request the
 * server ends the statement inside the store.
 */
export function useAnalysis<Answer>(
  question: readonly unknown[],
  ask: (signal: AbortSignal) => Promise<Answer>,
  isAsked = true,
): Analysis<Answer> {
  const queryClient = useQueryClient()
  const queryKey = ['analysis', ...question]
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) => ask(signal),
    enabled: isAsked,
    staleTime: Infinity,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    placeholderData: keepPreviousData,
  })
  const isRunning = query.fetchStatus === 'fetching'
  const hasAnswer = query.data !== undefined && !query.isPlaceholderData
  return {
    ...{ data: query.data, error: query.error, isRunning },
    isCancelled: isAsked && !isRunning && !hasAnswer && query.error === null,
    cancel: () => void queryClient.cancelQueries({ queryKey }),
    run: () => void query.refetch(),
  }
}
