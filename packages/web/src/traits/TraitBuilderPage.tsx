import type { ComputedTrait } from '@muster/client'
import type { Json } from '@muster/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { drafts } from '../builder/draft.ts'
import { useVocabulary } from '../builder/useVocabulary.ts'
import { useClient } from '../data/client.ts'
import { queries } from '../data/queries.ts'
import { ErrorState, Skeleton } from '../kit/index.ts'
import { TraitBuilder } from './TraitBuilder.tsx'

const NOTHING: Json = {}

export function NewTraitPage() {
  return <BuilderWith trait={undefined} />
}

export function EditTraitPage() {
  const { name } = useParams({ from: '/traits/$name/edit' })
  const query = useQuery({ ...queries.trait(useClient(), name), staleTime: Infinity })
  if (query.error !== null) return <ErrorState error={query.error} />
  if (query.data === undefined) return <Skeleton lines={8} />
  return <BuilderWith trait={query.data} />
}

/** Begins with a draft, or with what is saved. */
function BuilderWith({ trait }: { readonly trait: ComputedTrait | undefined }) {
  // No audience has an id like this.
  const draftId = `trait:${trait?.name ?? ''}`
  const saved = trait?.expression ?? NOTHING
  const [begun, setBegun] = useState(() => {
    const draft = drafts.read(draftId)
    return { expression: draft ?? saved, isDraft: draft !== undefined, key: 0 }
  })
  const { vocabulary, error } = useVocabulary()
  if (error !== null) return <ErrorState error={error} />
  if (vocabulary === undefined) return <Skeleton lines={8} />
  return (
    <TraitBuilder
      key={begun.key}
      {...{ trait, draftId, vocabulary, initial: begun.expression, isDraft: begun.isDraft }}
      onDiscard={() => {
        drafts.drop(draftId)
        setBegun(({ key }) => ({ expression: saved, isDraft: false, key: key + 1 }))
      }}
    />
  )
}
