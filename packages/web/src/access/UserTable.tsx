import type { MadeLinkSent, Role, UserSent } from '@muster/client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { EllipsisVertical, KeyRound, LogOut, UserMinus } from 'lucide-react'
import { useState } from 'react'
import { useClient } from '../data/client.ts'
import { useTimeFormat } from '../data/useTimeFormat.ts'
import { Badge, Button, Choice, Dialog, IconButton, Menu, Table, toast } from '../kit/index.ts'
import { roleOptions, roleWords } from './roles.ts'
import { useSession } from './session.ts'

interface UserTableProps {
  readonly users: readonly UserSent[]
  readonly mayWrite: boolean
  readonly mayManageOwners: boolean
  readonly onLink: (link: MadeLinkSent, forWhom: string) => void
}

export function UserTable({ users, mayWrite, mayManageOwners, onLink }: UserTableProps) {
  const { me } = useSession()
  const time = useTimeFormat()
  const [leaving, setLeaving] = useState<UserSent>()
  const change = useTeamChanges()
  const isLastOwner = ({ role }: UserSent) =>
    role === 'owner' && users.filter((user) => user.role === 'owner').length === 1
  /** Why somebody can't be changed here; nothing when they can. */
  const fixed = (user: UserSent): string | undefined => {
    if (user.id === me.user?.id)
      return user.role === 'owner' ? 'Another owner can change it.' : 'Another admin can change it.'
    if (user.role === 'owner' && !mayManageOwners) return 'Only an owner decides over owners.'
    return isLastOwner(user) ? 'The last owner stays one.' : undefined
  }

  return (
    <>
      <Table
        label="People"
        rows={users}
        keyOf={({ id }) => id}
        columns={[
          {
            ...{ id: 'name', head: 'Name' },
            cell: ({ id, name, email }) => (
              <>
                <div className="row tight">
                  <strong>{name}</strong>
                  {id === me.user?.id && <Badge tone="accent">you</Badge>}
                </div>
                <span className="muted small wrap">{email}</span>
              </>
            ),
          },
          {
            ...{ id: 'role', head: 'Role' },
            cell: (user) => {
              const reason = fixed(user)
              const { text } = roleWords[user.role]
              if (!mayWrite) return text
              if (reason !== undefined) {
                return (
                  <>
                    <div>{text}</div>
                    <span className="muted small">{reason}</span>
                  </>
                )
              }
              return (
                <Choice
                  label={`Role of ${user.name}`}
                  value={user.role}
                  options={roleOptions(mayManageOwners)}
                  onChange={(role) => {
                    change.role({ user, role })
                  }}
                />
              )
            },
          },
          {
            ...{ id: 'since', head: 'Since', isExtra: true },
            cell: ({ createdAt }) => time.day(createdAt),
          },
          ...(mayWrite
            ? [
                {
                  ...{ id: 'more', head: '', isNumber: true },
                  cell: (user: UserSent) =>
                    fixed(user) === undefined && (
                      <Actions
                        {...{ user, onLink }}
                        onEnd={() => {
                          change.endSessions(user)
                        }}
                        onRemove={() => {
                          setLeaving(user)
                        }}
                      />
                    ),
                },
              ]
            : []),
        ]}
      />
      <Dialog
        title={`Remove ${leaving?.name ?? ''}?`}
        isOpen={leaving !== undefined}
        onClose={() => {
          setLeaving(undefined)
        }}
      >
        <p className="soft">
          {leaving?.email} is signed out everywhere at once, and can come back only by an
          invitation. What was done stays in the records.
        </p>
        <div className="dialog-actions">
          <Button
            onPress={() => {
              setLeaving(undefined)
            }}
          >
            Cancel
          </Button>
          <Button
            look="danger"
            onPress={() => {
              if (leaving !== undefined) change.remove(leaving)
              setLeaving(undefined)
            }}
          >
            Remove
          </Button>
        </div>
      </Dialog>
    </>
  )
}

function Actions({
  user,
  onLink,
  onEnd,
  onRemove,
}: {
  readonly user: UserSent
  readonly onLink: UserTableProps['onLink']
  readonly onEnd: () => void
  readonly onRemove: () => void
}) {
  const client = useClient()
  const linking = useMutation({
    mutationFn: () => client.users.passwordLink(user.id),
    onSuccess: (link) => {
      onLink(link, user.email)
    },
    onError: (error) => {
      toast(error.message)
    },
  })
  return (
    <Menu
      label={`What to do with ${user.name}`}
      actions={[
        {
          ...{
            id: 'link',
            text: 'Link for a new password',
            icon: <KeyRound size={14} aria-hidden />,
          },
          do: () => {
            linking.mutate()
          },
        },
        {
          ...{ id: 'out', text: 'Sign out everywhere', icon: <LogOut size={14} aria-hidden /> },
          do: onEnd,
        },
        {
          ...{ id: 'remove', text: 'Remove…', icon: <UserMinus size={14} aria-hidden /> },
          isDanger: true,
          do: onRemove,
        },
      ]}
    >
      <IconButton label={`More about ${user.name}`} small>
        <EllipsisVertical size={16} aria-hidden />
      </IconButton>
    </Menu>
  )
}

/** What can be done to somebody, with a word when it is done and the list read anew. */
function useTeamChanges() {
  const client = useClient()
  const queryClient = useQueryClient()
  const told = {
    onSuccess: async (words: string) => {
      toast(words)
      await queryClient.invalidateQueries({ queryKey: ['users'] })
    },
    onError: (error: Error) => {
      toast(error.message)
    },
  }
  const role = useMutation({
    ...told,
    mutationFn: async (to: { readonly user: UserSent; readonly role: Role }) => {
      await client.users.setRole(to.user.id, to.role)
      return `${to.user.name} is ${roleWords[to.role].a} now.`
    },
  })
  const remove = useMutation({
    ...told,
    mutationFn: async ({ id, name }: UserSent) => {
      await client.users.remove(id)
      return `${name} is removed.`
    },
  })
  const endSessions = useMutation({
    ...told,
    mutationFn: async ({ id, name }: UserSent) => {
      const ended = await client.users.endSessions(id)
      return ended === 0 ? `${name} was not signed in.` : `${name} is signed out everywhere.`
    },
  })
  return { role: role.mutate, remove: remove.mutate, endSessions: endSessions.mutate }
}
