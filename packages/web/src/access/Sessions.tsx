import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useClient } from '../data/client.ts'
import { queries } from '../data/queries.ts'
import { useNow } from '../data/useNow.ts'
import { useTimeFormat } from '../data/useTimeFormat.ts'
import { formatAge } from '../format/time.ts'
import { Badge, Button, Card, ErrorState, Skeleton, Table, toast } from '../kit/index.ts'
import { agentWords } from './agentWords.ts'

/** Where one is signed in, with the ways to end it. */
export function Sessions() {
  const client = useClient()
  const queryClient = useQueryClient()
  const time = useTimeFormat()
  const now = useNow()
  const { data, error, refetch } = useQuery(queries.sessions(client))
  const told = {
    onSuccess: async () => {
      toast('Signed out there.')
      await queryClient.invalidateQueries({ queryKey: ['sessions'] })
    },
    onError: (failure: Error) => {
      toast(failure.message)
    },
  }
  const ending = useMutation({ ...told, mutationFn: (id: string) => client.account.endSession(id) })
  const endingOthers = useMutation({ ...told, mutationFn: () => client.account.endOthers() })

  return (
    <Card
      title="Where you are signed in"
      flush
      aside={
        data !== undefined &&
        data.length > 1 && (
          <Button
            small
            onPress={() => {
              endingOthers.mutate()
            }}
          >
            Sign out everywhere else
          </Button>
        )
      }
    >
      {error !== null ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : data === undefined ? (
        <div className="card-body">
          <Skeleton />
        </div>
      ) : (
        <Table
          label="Sessions"
          rows={data}
          keyOf={({ id }) => id}
          columns={[
            {
              ...{ id: 'agent', head: 'Browser' },
              cell: ({ agent, isThis }) => (
                <div className="row tight">
                  <span title={agent}>{agentWords(agent)}</span>
                  {isThis && <Badge tone="accent">this one</Badge>}
                </div>
              ),
            },
            {
              ...{ id: 'used', head: 'Last used' },
              cell: ({ lastUsedAt, isThis }) => (isThis ? 'now' : formatAge(lastUsedAt, now)),
            },
            {
              ...{ id: 'since', head: 'Since', isExtra: true },
              cell: ({ createdAt }) => time.minute(createdAt),
            },
            {
              ...{ id: 'until', head: 'At the latest until', isExtra: true },
              cell: ({ expiresAt }) => time.day(expiresAt),
            },
            {
              ...{ id: 'end', head: '', isNumber: true },
              cell: ({ id, isThis }) =>
                !isThis && (
                  <Button
                    small
                    onPress={() => {
                      ending.mutate(id)
                    }}
                  >
                    Sign out
                  </Button>
                ),
            },
          ]}
        />
      )}
    </Card>
  )
}
