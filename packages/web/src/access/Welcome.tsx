import type { Client, LinkSeen, Me } from '@muster/client'
import { RefusedError } from '@muster/client'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Button, Notice, Skeleton, TextField } from '../kit/index.ts'
import { DoorCard } from './DoorCard.tsx'
import { NewPassword, passwordFault } from './NewPassword.tsx'
import { roleWords } from './roles.ts'

interface WelcomeProps {
  readonly client: Client
  readonly token: string
  readonly onIn: (me: Me) => void
  /** To the sign-in, or to the app for who is signed in. */
  readonly onLeave: () => void
}

/** Where a one-time link leads: it says what for, asks for what is missing, and lets in. */
export function Welcome(props: WelcomeProps) {
  const { client, token, onLeave } = props
  const { data: seen, error } = useQuery({
    queryKey: ['link', token],
    queryFn: ({ signal }) => client.doors.look(token, signal),
    retry: (failures, failure) => failures < 3 && !(failure instanceof RefusedError),
    staleTime: Infinity,
  })
  if (error !== null) {
    return (
      <DoorCard title="This link does not open" onSubmit={onLeave}>
        <Notice tone="danger">{error.message}</Notice>
        <Button type="submit">Go on to Muster</Button>
      </DoorCard>
    )
  }
  if (seen === undefined) {
    return (
      <DoorCard title="Welcome to Muster">
        <Skeleton lines={4} />
      </DoorCard>
    )
  }
  return <WelcomeForm {...props} seen={seen} />
}

function WelcomeForm({ client, token, onIn, seen }: WelcomeProps & { readonly seen: LinkSeen }) {
  const [email, setEmail] = useState('')
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const { kind } = seen
  const isNew = kind === 'first_owner' || kind === 'invitation'
  const coming = useMutation({
    mutationFn: () =>
      client.doors.use({
        token,
        ...(kind === 'first_owner' && { email }),
        ...(isNew && { name }),
        ...(kind !== 'sign_in' && { password }),
      }),
    onSuccess: onIn,
  })
  const faultOf = (field: string) =>
    coming.error instanceof RefusedError && coming.error.problem.at[0] === field
      ? coming.error.message
      : undefined
  const isMissing =
    (kind === 'first_owner' && email.trim() === '') ||
    (isNew && name.trim() === '') ||
    (kind !== 'sign_in' && passwordFault(password) !== undefined)
  const placed = ['email', 'name', 'password'].some((field) => faultOf(field) !== undefined)
  const { title, intro, action } = wordsFor(seen)

  return (
    <DoorCard
      {...{ title, intro }}
      onSubmit={() => {
        if (!isMissing && !coming.isPending) coming.mutate()
      }}
    >
      {coming.error !== null && !placed && <Notice tone="danger">{coming.error.message}</Notice>}
      {kind === 'first_owner' && (
        <TextField
          label="Email address"
          value={email}
          onChange={setEmail}
          error={faultOf('email')}
          type="email"
          autoComplete="username"
          autoFocus
          hint="You sign in with it. Nothing is mailed."
        />
      )}
      {isNew && (
        <TextField
          label="Your name"
          value={name}
          onChange={setName}
          error={faultOf('name')}
          autoComplete="name"
          autoFocus={kind === 'invitation'}
        />
      )}
      {kind !== 'sign_in' && (
        <>
          {/* So that a password manager knows for whom it keeps the password. */}
          {kind !== 'first_owner' && (
            <input
              className="hidden-text"
              autoComplete="username"
              value={seen.email ?? ''}
              readOnly
              tabIndex={-1}
              aria-hidden
            />
          )}
          <NewPassword
            label={isNew ? 'A password of your own' : 'New password'}
            value={password}
            onChange={setPassword}
            error={faultOf('password')}
            autoFocus={kind === 'password'}
          />
        </>
      )}
      <Button look="primary" type="submit" isDisabled={isMissing || coming.isPending}>
        {coming.isPending ? 'One moment…' : action}
      </Button>
    </DoorCard>
  )
}

function wordsFor({ kind, email, role, invitedBy, name }: LinkSeen) {
  switch (kind) {
    case 'first_owner':
      return {
        title: 'Welcome to Muster',
        intro: 'You are the first here, so you become the owner: you decide who else comes in.',
        action: 'Become the owner',
      }
    case 'invitation': {
      const as = role === null ? '' : ` as ${roleWords[role].a}`
      return {
        title: 'You are invited to Muster',
        intro: `${invitedBy ?? 'Somebody'} invites ${email ?? 'you'}${as}. Choose a password to come in.`,
        action: 'Come in',
      }
    }
    case 'password':
      return {
        title: 'Set a new password',
        intro: `For ${email ?? 'your account'}. Wherever you are signed in now, you will be signed out.`,
        action: 'Set it and sign in',
      }
    case 'sign_in':
      return {
        title: 'Welcome to Muster',
        intro: `This link signs you in as ${name ?? email ?? 'somebody'}, once.`,
        action: 'Come in',
      }
  }
}
