import type { PreviewAnswer } from '@muster/client'
import { stringifyJson } from '@muster/core'
import type { Definition, Json } from '@muster/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useClient } from '../data/client.ts'
import { useSettled } from './useSettled.ts'

export interface Counted {
  /** The last answer, also while the next is on its way. */
  readonly answer: PreviewAnswer | undefined
  readonly isCounting: boolean
  readonly error: Error | null
}

const SAMPLE = 8

/** The exact size of a definition and some of its people, anew after each change. */
export function usePreview(definition: Definition | undefined): Counted {
  const client = useClient()
  // A checked definition is plain JSON.
  const json = definition as Json | undefined
  const text = json === undefined ? undefined : stringifyJson(json)
  const settled = useSettled(text)
  const query = useQuery({
    queryKey: ['preview', settled],
    queryFn: ({ signal }) => client.audiences.preview(json ?? null, { sample: SAMPLE }, signal),
    enabled: settled !== undefined && settled === text,
    placeholderData: keepPreviousData,
    staleTime: 2_000,
    refetchInterval: 5_000,
    retry: false,
  })
  return {
    answer: query.data,
    isCounting: text !== undefined && (settled !== text || query.isPlaceholderData),
    error: query.error,
  }
}
