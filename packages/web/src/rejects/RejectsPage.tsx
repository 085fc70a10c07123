import type { Reject } from '@muster/client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { CircleCheck } from 'lucide-react'
import { useState } from 'react'
import { Page } from '../app/Page.tsx'
import { useClient } from '../data/client.ts'
import { queries } from '../data/queries.ts'
import { useMay } from '../data/useMay.ts'
import { useNow } from '../data/useNow.ts'
import { shortJson } from '../format/json.ts'
import { formatAge } from '../format/time.ts'
import {
  Badge,
  Button,
  Card,
  EmptyState,
  ErrorState,
  Pager,
  Segments,
  Skeleton,
  Table,
  toast,
  usePaging,
} from '../kit/index.ts'
import { MendDialog } from './MendDialog.tsx'
import { outcomeWords } from './outcome.ts'

const states = [
  { id: 'open', text: 'Open' },
  { id: 'replayed', text: 'Replayed' },
] as const

/** Messages that were not taken, with the reason; they can be mended and sent once more. */
export function RejectsPage() {
  const client = useClient()
  const queryClient = useQueryClient()
  const mayWrite = useMay('rejects.write')
  const now = useNow(15_000)
  const paging = usePaging()
  const [state, setState] = useState<'open' | 'replayed'>('open')
  const [code, setCode] = useState<string>()
  const [asked, setAsked] = useState<Reject>()
  const query = useQuery(
    queries.rejects(client, {
      state,
      ...(code !== undefined && { code }),
      ...(paging.after !== undefined && { after: paging.after }),
    }),
  )
  const replaying = useMutation({
    mutationFn: (ids: readonly string[]) => client.rejects.replay(ids.map((id) => ({ id }))),
    onSuccess: async (replayed) => {
      toast(`${outcomeWords(replayed)}.`)
      await queryClient.invalidateQueries({ queryKey: ['rejects'] })
    },
    onError: (error) => {
      toast(error.message)
    },
  })
  const rejects = query.data?.rejects ?? []
  const codes = [...new Set(rejects.map((reject) => reject.code))].sort()

  return (
    <Page
      title="Rejects"
      intro="Messages that were not taken are kept as they came. Mend one and send it again; nothing is counted twice."
      actions={
        mayWrite &&
        state === 'open' &&
        rejects.length > 0 && (
          <Button
            isDisabled={replaying.isPending}
            onPress={() => {
              replaying.mutate(rejects.map(({ id }) => id))
            }}
          >
            {replaying.isPending ? 'Sending…' : `Send these ${rejects.length} again`}
          </Button>
        )
      }
    >
      <div className="row apart">
        <div className="row tight" role="group" aria-label="Reasons">
          {(code === undefined ? codes : [code]).map((each) => (
            <button
              key={each}
              type="button"
              className="chip"
              aria-pressed={code === each}
              onClick={() => {
                paging.restart()
                setCode(code === each ? undefined : each)
              }}
            >
              {each.replaceAll('_', ' ')}
            </button>
          ))}
        </div>
        <Segments
          label="State"
          value={state}
          options={states}
          onChange={(to) => {
            paging.restart()
            setState(to)
          }}
        />
      </div>
      <Card flush>
        {query.error !== null ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : query.data === undefined ? (
          <div className="card-body">
            <Skeleton lines={8} />
          </div>
        ) : rejects.length === 0 ? (
          <EmptyState icon={<CircleCheck size={20} aria-hidden />} title="Nothing is here">
            {state === 'open'
              ? 'Every message that came was taken, or has been sent again.'
              : 'What is sent again stands here afterwards.'}
          </EmptyState>
        ) : (
          <>
            <Table<Reject>
              label="Rejected messages"
              rows={rejects}
              keyOf={({ id }) => id}
              columns={[
                {
                  ...{ id: 'why', head: 'Reason' },
                  cell: (reject) => (
                    <div className="stack tight" style={{ maxWidth: 620 }}>
                      <span className="row tight">
                        <Badge tone="warn">{reject.code.replaceAll('_', ' ')}</Badge>
                        {reject.at.length > 0 && <code>{reject.at.join('.')}</code>}
                      </span>
                      <span className="wrap">{reject.message}</span>
                    </div>
                  ),
                },
                {
                  ...{ id: 'body', head: 'Message', isExtra: true },
                  cell: ({ body }) => (
                    <code className="muted clamp" style={{ maxWidth: 360 }}>
                      {shortJson(body, 160)}
                    </code>
                  ),
                },
                {
                  ...{ id: 'at', head: 'Came', isNumber: true, isExtra: true },
                  cell: ({ receivedAt }) => formatAge(receivedAt, now),
                },
                {
                  ...{ id: 'do', head: '', isNumber: true },
                  cell: (reject) => (
                    <Button
                      small
                      onPress={() => {
                        setAsked(reject)
                      }}
                    >
                      {mayWrite && state === 'open' ? 'Mend' : 'Look'}
                    </Button>
                  ),
                },
              ]}
            />
            <Pager paging={paging} next={query.data.next} />
          </>
        )}
      </Card>
      {asked !== undefined && (
        <MendDialog
          key={asked.id}
          reject={asked}
          mayMend={mayWrite && state === 'open'}
          onClose={() => {
            setAsked(undefined)
          }}
        />
      )}
    </Page>
  )
}
