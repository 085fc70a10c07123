import type { MadeLinkSent } from '@muster/client'
import { useQuery } from '@tanstack/react-query'
import { UserPlus } from 'lucide-react'
import { useState } from 'react'
import { Page } from '../app/Page.tsx'
import { useClient } from '../data/client.ts'
import { queries } from '../data/queries.ts'
import { useMay } from '../data/useMay.ts'
import { Button, Card, EmptyState, ErrorState, Notice, Skeleton } from '../kit/index.ts'
import { Invitations } from './Invitations.tsx'
import { InviteDialog } from './InviteDialog.tsx'
import { LinkDialog } from './LinkDialog.tsx'
import { UserTable } from './UserTable.tsx'
import './access.css'

/** Who signs in, and as what; for who may, with the ways to change it. */
export function TeamPage() {
  const mayRead = useMay('users.read')
  const mayWrite = useMay('users.write')
  const mayManageOwners = useMay('owners.write')
  const { data, error, refetch } = useQuery({
    ...queries.users(useClient()),
    enabled: mayRead,
  })
  const [isInviting, setInviting] = useState(false)
  const [made, setMade] = useState<{ readonly link: MadeLinkSent; readonly forWhom: string }>()
  const show = (link: MadeLinkSent, forWhom: string) => {
    setInviting(false)
    setMade({ link, forWhom })
    void refetch()
  }
  const may = { mayWrite, mayManageOwners }

  return (
    <Page
      title="Team"
      intro="Who signs in to this workspace, and as what. A change holds at once, wherever somebody is signed in."
      actions={
        mayWrite && (
          <Button
            look="primary"
            onPress={() => {
              setInviting(true)
            }}
          >
            <UserPlus size={15} aria-hidden />
            Invite somebody
          </Button>
        )
      }
    >
      {mayRead && !mayWrite && (
        <Notice>You see who has access. Admins and owners change it: ask one of them.</Notice>
      )}
      <Card title="People" flush>
        {!mayRead ? (
          <EmptyState title="This is not for your role">
            Admins, owners and privacy officers see who signs in.
          </EmptyState>
        ) : error !== null ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : data === undefined ? (
          <div className="card-body">
            <Skeleton lines={5} />
          </div>
        ) : (
          <UserTable users={data.users} {...may} onLink={show} />
        )}
      </Card>
      {data !== undefined && data.invitations.length > 0 && (
        <Card title="Invited, and not here yet" flush>
          <Invitations invitations={data.invitations} {...may} onLink={show} />
        </Card>
      )}
      <InviteDialog
        isOpen={isInviting}
        mayManageOwners={mayManageOwners}
        onClose={() => {
          setInviting(false)
        }}
        onInvited={show}
      />
      <LinkDialog
        made={made}
        onClose={() => {
          setMade(undefined)
        }}
      />
    </Page>
  )
}
