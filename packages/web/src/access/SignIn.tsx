import type { Client, Me } from '@muster/client'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { Button, Notice, TextField } from '../kit/index.ts'
import { DoorCard } from './DoorCard.tsx'

/** Asks for the address and the password, and says who came in. */
export function SignIn({
  client,
  note,
  onIn,
}: {
  readonly client: Client
  readonly note?: string | undefined
  readonly onIn: (me: Me) => void
}) {
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const signingIn = useMutation({
    mutationFn: () => client.doors.signIn(email, password),
    onSuccess: onIn,
    onError: () => {
      setPassword('')
    },
  })
  const isEmpty = email.trim() === '' || password === ''
  return (
    <DoorCard
      title="Sign in to Muster"
      onSubmit={() => {
        if (!isEmpty && !signingIn.isPending) signingIn.mutate()
      }}
    >
      {note !== undefined && signingIn.error === null && <Notice>{note}</Notice>}
      {signingIn.error !== null && <Notice tone="danger">{signingIn.error.message}</Notice>}
      <TextField
        label="Email address"
        value={email}
        onChange={setEmail}
        type="email"
        autoComplete="username"
        autoFocus
      />
      <TextField
        label="Password"
        value={password}
        onChange={setPassword}
        type="password"
        autoComplete="current-password"
      />
      <Button look="primary" type="submit" isDisabled={isEmpty || signingIn.isPending}>
        {signingIn.isPending ? 'Checking…' : 'Sign in'}
      </Button>
      <p className="muted small">
        Not here yet? Somebody who is can invite you. Lost the password? An admin makes you a new
        link; for an owner, <code>muster user link</code> does at the server.
      </p>
    </DoorCard>
  )
}
