import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useClient } from '../data/client.ts'
import { queries } from '../data/queries.ts'
import type { Vocabulary } from './vocabulary.ts'

/** What can be picked, once all of it is there. */
export function useVocabulary(): {
  readonly vocabulary: Vocabulary | undefined
  readonly error: Error | null
} {
  const client = useClient()
  const catalogue = useQuery(queries.catalogue(client))
  const traits = useQuery(queries.traits(client))
  const audiences = useQuery(queries.audiences(client))
  const lists = useQuery(queries.lists(client))
  const vocabulary = useMemo(
    () =>
      catalogue.data && traits.data && audiences.data && lists.data
        ? {
            ...{ catalogue: catalogue.data, traits: traits.data },
            ...{ audiences: audiences.data, lists: lists.data },
          }
        : undefined,
    [catalogue.data, traits.data, audiences.data, lists.data],
  )
  return { vocabulary, error: catalogue.error ?? traits.error ?? audiences.error ?? lists.error }
}
