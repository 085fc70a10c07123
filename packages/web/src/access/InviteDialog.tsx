import type { MadeLinkSent, Role } from '@muster/client'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useClient } from '../data/client.ts'
import { Button, Choice, Dialog, Notice, TextField } from '../kit/index.ts'
import { roleOptions, roleWords } from './roles.ts'

interface InviteProps {
  readonly isOpen: boolean
  readonly mayManageOwners: boolean
  readonly onClose: () => void
  readonly onInvited: (link: MadeLinkSent, email: string) => void
}

/** Asks who is to come, and as what. */
export function InviteDialog(props: InviteProps) {
  return (
    <Dialog title="Invite somebody" isOpen={props.isOpen} onClose={props.onClose}>
      <Form {...props} />
    </Dialog>
  )
}

function Form({ mayManageOwners, onClose, onInvited }: InviteProps) {
  const client = useClient()
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<Role>('viewer')
  const inviting = useMutation({
    mutationFn: () => client.users.invite(email, role),
    onSuccess: (link) => {
      onInvited(link, email.trim())
    },
  })
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        inviting.mutate()
      }}
    >
      <TextField
        label="Email address"
        value={email}
        onChange={setEmail}
        type="email"
        autoComplete="off"
        autoFocus
        hint="They sign in with it. You get a link to send them."
      />
      <div className="field">
        <span className="field-label">Role</span>
        <div>
          <Choice
            label="Role"
            value={role}
            options={roleOptions(mayManageOwners)}
            onChange={setRole}
          />
        </div>
        <span className="field-hint">{roleWords[role].detail}</span>
      </div>
      {inviting.error !== null && <Notice tone="danger">{inviting.error.message}</Notice>}
      <div className="dialog-actions">
        <Button onPress={onClose}>Cancel</Button>
        <Button look="primary" type="submit" isDisabled={email.trim() === '' || inviting.isPending}>
          {inviting.isPending ? 'Making the link…' : 'Make the link'}
        </Button>
      </div>
    </form>
  )
}
