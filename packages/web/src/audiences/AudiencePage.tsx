import type { Audience } from '@muster/client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { Archive, EllipsisVertical, PencilLine, Play } from 'lucide-react'
import { useEffect, useState } from 'react'
import { AnalyseMenu } from '../analysis/AnalyseMenu.tsx'
import { Page } from '../app/Page.tsx'
import { useClient } from '../data/client.ts'
import { queries } from '../data/queries.ts'
import { useLive } from '../data/useLive.ts'
import { useMay } from '../data/useMay.ts'
import { useTimeFormat } from '../data/useTimeFormat.ts'
import { formatChange, formatCount, formatMs, formatPart } from '../format/number.ts'
import {
  Badge,
  Button,
  Card,
  Dialog,
  ErrorState,
  IconButton,
  Menu,
  Notice,
  Skeleton,
  Tabs,
  toast,
} from '../kit/index.ts'
import { OverlapTab } from '../report/OverlapTab.tsx'
import { ReportTab } from '../report/ReportTab.tsx'
import { ChangesTable } from './ChangesTable.tsx'
import { ExportButton } from './ExportButton.tsx'
import { MembersTable } from './MembersTable.tsx'
import { useShownTraits } from './shownTraits.ts'
import { SizeChart } from './SizeChart.tsx'
import { StateBadge } from './StateBadge.tsx'
import { Versions } from './Versions.tsx'
import './audiences.css'

/** One audience: what it says, how it went, who is in it and why they came. */
export function AudiencePage() {
  const { id } = useParams({ from: '/audiences/$id' })
  const { data, error, refetch } = useQuery(queries.audience(useClient(), id))
  useLive()
  useFollowing(id, data)
  if (error !== null) return <ErrorState error={error} onRetry={() => void refetch()} />
  if (data === undefined) {
    return (
      <Page title="Audience">
        <Skeleton lines={8} />
      </Page>
    )
  }
  return <OneAudience key={id} audience={data} />
}

/** Its members and its past are asked for anew when it has been computed, or its size is another. */
function useFollowing(id: string, audience: Audience | undefined): void {
  const queryClient = useQueryClient()
  const size = audience?.size
  const progress = audience?.progress.state
  useEffect(() => {
    if (progress === undefined) return
    for (const name of ['members', 'sizes']) {
      void queryClient.invalidateQueries({ queryKey: [name, id] })
    }
    void queryClient.invalidateQueries({ queryKey: ['changes'] })
  }, [queryClient, id, size, progress])
}

function OneAudience({ audience }: { readonly audience: Audience }) {
  const { id, name, sentence, description, tags, owner, progress } = audience
  const navigate = useNavigate()
  const mayWrite = useMay('audiences.write')
  const [shown, onShow] = useShownTraits(id)
  const isArchived = audience.state === 'archived'
  return (
    <Page
      title={name}
      head={
        <div className="row">
          <h1>{name}</h1>
          <StateBadge audience={audience} />
          {tags.map((tag) => (
            <Badge key={tag}>{tag}</Badge>
          ))}
        </div>
      }
      intro={<span className="sentence">{sentence}</span>}
      actions={
        <>
          <AnalyseMenu id={id} />
          <ExportButton {...{ audience, shown }} />
          {mayWrite && !isArchived && (
            <Button
              look="primary"
              onPress={() => void navigate({ to: '/audiences/$id/edit', params: { id } })}
            >
              <PencilLine size={15} aria-hidden />
              Edit
            </Button>
          )}
          {mayWrite && !isArchived && <More audience={audience} />}
        </>
      }
    >
      {progress.error !== null && (
        <Notice tone="danger">It could not be computed: {progress.error}</Notice>
      )}
      <Card>
        <Figures audience={audience} />
      </Card>
      <SizeChart id={id} />
      <Tabs
        label={`About ${name}`}
        pages={[
          { id: 'members', text: 'Members', page: <MembersTable {...{ id, shown, onShow }} /> },
          { id: 'changes', text: 'Who came and went', page: <ChangesTable id={id} /> },
          { id: 'report', text: 'Report', page: <ReportTab id={id} /> },
          { id: 'overlap', text: 'Overlap', page: <OverlapTab audience={audience} /> },
          {
            ...{ id: 'versions', text: 'Versions', note: String(audience.version) },
            page: <Versions id={id} inForce={progress.versionInForce} />,
          },
          { id: 'about', text: 'About', page: <About {...{ audience, description, owner }} /> },
        ]}
      />
    </Page>
  )
}

function Figures({ audience }: { readonly audience: Audience }) {
  const client = useClient()
  const status = useQuery(queries.status(client)).data
  const sizes = useQuery(queries.sizes(client, audience.id, 1, 96)).data
  const change = (audience.size ?? 0) - (sizes?.[0]?.size ?? audience.size ?? 0)
  const { latency } = audience
  return (
    <div className="figures">
      <div className="figure">
        <span className="figure-label">People now</span>
        <span className="figure-big" data-testid="size">
          {audience.size === null ? '–' : formatCount(audience.size)}
        </span>
        {audience.size !== null && status !== undefined && (
          <span className="muted small num">
            {formatPart(audience.size, status.profiles)} of {formatCount(status.profiles)}
          </span>
        )}
      </div>
      <div className="figure">
        <span className="figure-label">Over the last day</span>
        <span className="figure-big">{formatChange(change)}</span>
        <span className="muted small num">
          {latency === null
            ? 'nobody moved by events or time'
            : `${formatCount(latency.changes)} moved by events and time`}
        </span>
      </div>
      <div className="figure">
        <span className="figure-label">From the event to the audience</span>
        <span className="figure-big">{latency === null ? '–' : formatMs(latency.p50)}</span>
        <span className="muted small num">
          {latency === null
            ? 'no changes yet'
            : `95% within ${formatMs(latency.p95)}, 99% within ${formatMs(latency.p99)}`}
        </span>
      </div>
    </div>
  )
}

function About({ audience }: { readonly audience: Audience }) {
  const time = useTimeFormat()
  const facts: readonly (readonly [string, string])[] = [
    ['What it is for', audience.description === '' ? 'Nobody has said.' : audience.description],
    ['Owner', audience.owner === '' ? 'nobody' : audience.owner],
    ['Id', audience.id],
    ['Created', time.minute(audience.createdAt)],
    ['Edited', time.minute(audience.updatedAt)],
    ...(audience.progress.watermark === null
      ? []
      : [['True up to', time.second(audience.progress.watermark)] as const]),
  ]
  return (
    <Card>
      <dl className="facts">
        {facts.map(([term, text]) => (
          <div key={term} style={{ display: 'contents' }}>
            <dt>{term}</dt>
            <dd className="wrap">{text}</dd>
          </div>
        ))}
      </dl>
    </Card>
  )
}

function More({ audience }: { readonly audience: Audience }) {
  const { id, name, revision, state } = audience
  const client = useClient()
  const queryClient = useQueryClient()
  const [isAsking, setAsking] = useState(false)
  const changing = useMutation({
    mutationFn: (to: 'live' | 'draft' | 'archived') =>
      to === 'archived'
        ? client.audiences.archive(id)
        : client.audiences.edit(id, { revision, state: to }),
    onSuccess: async (changed) => {
      queryClient.setQueryData(['audience', id], changed)
      await queryClient.invalidateQueries({ queryKey: ['audiences'] })
      setAsking(false)
      toast(`“${name}” is ${changed.state === 'draft' ? 'a draft' : changed.state} now.`)
    },
    onError: (error) => {
      toast(error.message)
    },
  })
  return (
    <>
      <Menu
        label="More"
        actions={[
          {
            ...{ id: 'live', icon: <Play size={14} aria-hidden /> },
            text: state === 'live' ? 'Make it a draft' : 'Keep it true from now on',
            do: () => {
              changing.mutate(state === 'live' ? 'draft' : 'live')
            },
          },
          {
            ...{ id: 'archive', text: 'Archive…', icon: <Archive size={14} aria-hidden /> },
            isDanger: true,
            do: () => {
              setAsking(true)
            },
          },
        ]}
      >
        <IconButton label="More">
          <EllipsisVertical size={16} aria-hidden />
        </IconButton>
      </Menu>
      <Dialog
        title={`Archive “${name}”?`}
        isOpen={isAsking}
        onClose={() => {
          setAsking(false)
        }}
      >
        <p className="soft">
          Everybody leaves it, and whoever follows its changes is told. Its versions and its past
          stay.
        </p>
        <div className="dialog-actions">
          <Button
            onPress={() => {
              setAsking(false)
            }}
          >
            Cancel
          </Button>
          <Button
            look="danger"
            isDisabled={changing.isPending}
            onPress={() => {
              changing.mutate('archived')
            }}
          >
            Archive
          </Button>
        </div>
      </Dialog>
    </>
  )
}
