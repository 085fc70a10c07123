import type { Invitation, MadeLinkSent } from '@muster/client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useClient } from '../data/client.ts'
import { useNow } from '../data/useNow.ts'
import { useTimeFormat } from '../data/useTimeFormat.ts'
import { Badge, Button, Table, toast } from '../kit/index.ts'
import { roleWords } from './roles.ts'

/** Who was asked to come, until when the link is good, and the ways to make a new one or to take it back. */
export function Invitations({
  invitations,
  mayWrite,
  mayManageOwners,
  onLink,
}: {
  readonly invitations: readonly Invitation[]
  readonly mayWrite: boolean
  readonly mayManageOwners: boolean
  readonly onLink: (link: MadeLinkSent, forWhom: string) => void
}) {
  const client = useClient()
  const queryClient = useQueryClient()
  const time = useTimeFormat()
  const now = useNow(60_000)
  const onError = (error: Error) => {
    toast(error.message)
  }
  const renewing = useMutation({
    mutationFn: ({ id }: Invitation) => client.users.renewInvitation(id),
    onSuccess: (link, { email }) => {
      onLink(link, email)
    },
    onError,
  })
  const revoking = useMutation({
    mutationFn: ({ id }: Invitation) => client.users.revokeInvitation(id),
    onSuccess: async (_, { email }) => {
      toast(`The invitation of ${email} is taken back.`)
      await queryClient.invalidateQueries({ queryKey: ['users'] })
    },
    onError,
  })
  const mayChange = ({ role }: Invitation) => mayWrite && (role !== 'owner' || mayManageOwners)
  return (
    <Table
      label="Invitations"
      rows={invitations}
      keyOf={({ id }) => id}
      columns={[
        {
          ...{ id: 'email', head: 'Address' },
          cell: ({ email, role, expiresAt }) => (
            <>
              <div className="row tight">
                <strong className="wrap">{email}</strong>
                {expiresAt <= now && <Badge tone="warn">link has run out</Badge>}
              </div>
              <span className="muted small">{roleWords[role].text}</span>
            </>
          ),
        },
        {
          ...{ id: 'by', head: 'Invited by', isExtra: true },
          cell: ({ invitedBy, createdAt }) => `${invitedBy}, ${time.day(createdAt)}`,
        },
        {
          ...{ id: 'until', head: 'Good until', isExtra: true },
          cell: ({ expiresAt }) => time.minute(expiresAt),
        },
        ...(mayWrite
          ? [
              {
                ...{ id: 'more', head: '', isNumber: true },
                cell: (invitation: Invitation) =>
                  mayChange(invitation) && (
                    <div className="row tight end-row">
                      <Button
                        small
                        onPress={() => {
                          renewing.mutate(invitation)
                        }}
                      >
                        New link
                      </Button>
                      <Button
                        small
                        look="danger"
                        onPress={() => {
                          revoking.mutate(invitation)
                        }}
                      >
                        Take back
                      </Button>
                    </div>
                  ),
              },
            ]
          : []),
      ]}
    />
  )
}
