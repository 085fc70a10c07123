import type { PreviewAnswer, ProfileSummary } from '@muster/client'
import { stringifyJson } from '@muster/core'
import type { Definition, Json } from '@muster/core'
import { useQuery } from '@tanstack/react-query'
import { ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { useClient } from '../data/client.ts'
import { Why } from '../explain/Why.tsx'
import { EmptyState, ErrorState, Skeleton } from '../kit/index.ts'
import { Person } from '../people/Person.tsx'

/** Some of whom the definition means, each with why. */
export function SamplePeople({
  answer,
  definition,
}: {
  readonly answer: PreviewAnswer
  readonly definition: Definition | undefined
}) {
  if (answer.sample.length === 0) {
    return (
      <EmptyState title="Nobody is meant">
        Nobody fulfils this now. Loosen a number or a time window, or look at the warnings.
      </EmptyState>
    )
  }
  return (
    <ul className="samples">
      {answer.sample.map((person) => (
        <Sample key={person.profile} person={person} definition={definition} />
      ))}
    </ul>
  )
}

function Sample({
  person,
  definition,
}: {
  readonly person: ProfileSummary
  readonly definition: Definition | undefined
}) {
  const [isOpen, setOpen] = useState(false)
  return (
    <li className="sample">
      <div className="row fixed">
        <div className="grow">
          <Person person={person} />
        </div>
        <button
          type="button"
          className="button small quiet"
          aria-expanded={isOpen}
          onClick={() => {
            setOpen(!isOpen)
          }}
        >
          Why
          <ChevronRight size={13} aria-hidden className={isOpen ? 'turned' : ''} />
        </button>
      </div>
      {isOpen && definition !== undefined && (
        <SampleWhy profile={person.profile} definition={definition} />
      )}
    </li>
  )
}

function SampleWhy({
  profile,
  definition,
}: {
  readonly profile: string
  readonly definition: Definition
}) {
  const client = useClient()
  // A checked definition is plain JSON.
  const json = definition as Json
  const query = useQuery({
    queryKey: ['explain-definition', profile, stringifyJson(json)],
    queryFn: ({ signal }) => client.audiences.explainDefinition(json, profile, undefined, signal),
  })
  return (
    <div className="sample-why">
      {query.data !== undefined && <Why explanation={query.data} />}
      {query.isPending && <Skeleton lines={2} />}
      {query.error !== null && <ErrorState error={query.error} />}
    </div>
  )
}
