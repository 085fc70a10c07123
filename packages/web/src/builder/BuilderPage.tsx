import type { Audience } from '@muster/client'
import type { Json } from '@muster/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useClient } from '../data/client.ts'
import { queries } from '../data/queries.ts'
import { ErrorState, Skeleton, toast } from '../kit/index.ts'
import { Builder } from './Builder.tsx'
import { decodeDraft, drafts } from './draft.ts'
import { readDraftLink } from './draftLink.ts'
import type { Naming } from './draftLink.ts'
import { useVocabulary } from './useVocabulary.ts'

const NOTHING: Json = { all: [] }

export function NewAudiencePage() {
  return <BuilderWith audience={undefined} />
}

export function EditAudiencePage() {
  const { id } = useParams({ from: '/audiences/$id/edit' })
  const query = useQuery({ ...queries.audience(useClient(), id), staleTime: Infinity })
  if (query.error !== null) return <ErrorState error={query.error} />
  if (query.data === undefined) return <Skeleton lines={8} />
  return <BuilderWith audience={query.data} />
}

interface Begun {
  readonly definition: Json
  readonly isDraft: boolean
  /** What it is to be called and for, if whoever made the link has said so. */
  readonly named?: Naming
  /** Another beginning is another builder. */
  readonly key: number
}

/** Finds what to begin with: a link, then a draft, then what is saved. */
function BuilderWith({ audience }: { readonly audience: Audience | undefined }) {
  const draftId = audience?.id ?? 'new'
  const saved: Json = audience?.definition ?? NOTHING
  const [begun, setBegun] = useState<Begun>(() => beginFrom(draftId, saved, 0))
  const { vocabulary, error } = useVocabulary()

  useEffect(() => {
    const { link, ...named } = readDraftLink(location.hash)
    if (link === undefined) return
    history.replaceState(history.state, '', location.pathname)
    void decodeDraft(link).then((definition) => {
      if (definition === undefined) toast('The link was cut short. Ask for it once more.')
      else setBegun(({ key }) => ({ definition, isDraft: false, named, key: key + 1 }))
    })
  }, [])

  if (error !== null) return <ErrorState error={error} />
  if (vocabulary === undefined) return <Skeleton lines={8} />
  return (
    <Builder
      key={begun.key}
      {...{ audience, draftId, vocabulary, initial: begun.definition, isDraft: begun.isDraft }}
      {...(begun.named && { named: begun.named })}
      onDiscard={() => {
        setBegun(({ key }) => ({ definition: saved, isDraft: false, key: key + 1 }))
      }}
    />
  )
}

function beginFrom(draftId: string, saved: Json, key: number): Begun {
  const draft = drafts.read(draftId)
  return { definition: draft ?? saved, isDraft: draft !== undefined, key }
}
