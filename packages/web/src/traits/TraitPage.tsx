import type { ComputedTrait } from '@muster/client'
import { stringifyJson } from '@muster/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { PencilLine, RefreshCw, Trash2, UsersRound } from 'lucide-react'
import { useState } from 'react'
import { Answered } from '../analysis/Answered.tsx'
import { useAnalysis } from '../analysis/useAnalysis.ts'
import { useOffer } from '../analysis/useOffer.ts'
import { Page } from '../app/Page.tsx'
import { computedSeen } from '../builder/computedSeen.ts'
import { firstPredicate } from '../builder/seen.ts'
import { useClient } from '../data/client.ts'
import { queries } from '../data/queries.ts'
import { useMay } from '../data/useMay.ts'
import { useTimeFormat } from '../data/useTimeFormat.ts'
import { prettyJson } from '../format/json.ts'
import { Badge, Button, Card, ErrorState, IconButton, Skeleton } from '../kit/index.ts'
import { RemoveTraitDialog } from './RemoveTraitDialog.tsx'
import { Spread } from './Spread.tsx'
import { UsedBy } from './UsedBy.tsx'
import '../people/people.css'
import './traits.css'

/** One computed trait: what it says, how it is spread, and who uses it. */
export function TraitPage() {
  const { name } = useParams({ from: '/traits/$name' })
  const { data, error, refetch } = useQuery(queries.trait(useClient(), name))
  if (error !== null) return <ErrorState error={error} onRetry={() => void refetch()} />
  if (data === undefined) {
    return (
      <Page title="Trait">
        <Skeleton lines={8} />
      </Page>
    )
  }
  return <OneTrait key={name} trait={data} />
}

function OneTrait({ trait }: { readonly trait: ComputedTrait }) {
  const { name, sentence, source } = trait
  const navigate = useNavigate()
  const offer = useOffer()
  const catalogue = useQuery(queries.catalogue(useClient())).data
  const mayWrite = useMay('audiences.write')
  const [isRemoving, setRemoving] = useState(false)
  const mayEdit = mayWrite && source === 'own'
  const make = () => {
    const seen = catalogue && computedSeen([trait], catalogue).find(({ path }) => path === name)
    offer({ trait: name, is: firstPredicate(seen) }, {})
  }
  return (
    <Page
      title={name}
      head={
        <div className="row">
          <h1 className="wrap">{name}</h1>
          <Badge {...(source === 'own' && { tone: 'accent' })}>{source}</Badge>
        </div>
      }
      intro={<span className="sentence">{sentence}</span>}
      actions={
        <>
          <Button onPress={make}>
            <UsersRound size={15} aria-hidden />
            Make an audience
          </Button>
          {mayEdit && (
            <Button
              look="primary"
              onPress={() => void navigate({ to: '/traits/$name/edit', params: { name } })}
            >
              <PencilLine size={15} aria-hidden />
              Edit
            </Button>
          )}
          {mayEdit && (
            <IconButton
              label="Remove…"
              onPress={() => {
                setRemoving(true)
              }}
            >
              <Trash2 size={16} aria-hidden />
            </IconButton>
          )}
        </>
      }
    >
      <div className="columns">
        <SpreadCard trait={trait} />
        <About trait={trait} />
      </div>
      <RemoveTraitDialog
        {...{ trait, isOpen: isRemoving }}
        onClose={() => {
          setRemoving(false)
        }}
      />
    </Page>
  )
}

function SpreadCard({ trait: { name, expression } }: { readonly trait: ComputedTrait }) {
  const client = useClient()
  const offer = useOffer()
  const mayAnalyse = useMay('analysis.read')
  const analysis = useAnalysis(
    ['spread', name, stringifyJson(expression)],
    (signal) => client.traits.distribution({ name }, {}, signal),
    mayAnalyse,
  )
  return (
    <Card
      title="What people come to"
      aside={
        mayAnalyse && (
          <IconButton
            small
            label="Compute it anew"
            isDisabled={analysis.isRunning}
            onPress={analysis.run}
          >
            <RefreshCw size={14} aria-hidden />
          </IconButton>
        )
      }
    >
      {mayAnalyse ? (
        <Answered analysis={analysis} doing="Computing it for everybody">
          {(spread) => (
            <Spread
              {...{ spread, trait: name }}
              onAudience={(definition, called) => {
                offer(definition, { name: called })
              }}
            />
          )}
        </Answered>
      ) : (
        <p className="muted">Your role may not look at how values are spread.</p>
      )}
    </Card>
  )
}

function About({ trait }: { readonly trait: ComputedTrait }) {
  const time = useTimeFormat()
  const { description, edited, expression, source } = trait
  return (
    <div className="stack wide">
      <Card title="Used by">
        <UsedBy trait={trait} />
      </Card>
      <Card title="About">
        <dl className="facts">
          <dt>What it is for</dt>
          <dd className="wrap">
            {source === 'standard'
              ? 'Every workspace has it. The settings “segmentation” and “commerce” say by which events and bounds.'
              : description === ''
                ? 'Nobody has said.'
                : description}
          </dd>
          {edited !== null && (
            <>
              <dt>Defined</dt>
              <dd className="wrap">
                {time.minute(edited.createdAt)} by {edited.createdBy}
              </dd>
              <dt>Edited</dt>
              <dd className="wrap">
                {edited.revision === 1
                  ? 'never'
                  : `${time.minute(edited.updatedAt)} by ${edited.updatedBy}`}
              </dd>
            </>
          )}
        </dl>
      </Card>
      <Card title="Expression">
        <pre className="wrap-pre">{prettyJson(expression)}</pre>
      </Card>
    </div>
  )
}
