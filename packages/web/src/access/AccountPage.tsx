import { RefusedError } from '@muster/client'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { Page } from '../app/Page.tsx'
import { useClient } from '../data/client.ts'
import { Button, Card, Notice, TextField, toast } from '../kit/index.ts'
import { NewPassword, passwordFault } from './NewPassword.tsx'
import { roleWords } from './roles.ts'
import { useSession } from './session.ts'
import { Sessions } from './Sessions.tsx'
import './access.css'

/** What is one's own: the name, the password, and where one is signed in. */
export function AccountPage() {
  const { me } = useSession()
  if (me.user === null) return null
  const { email, role } = me.user
  return (
    <Page title="Your account" intro={`${email}, ${roleWords[role].text.toLowerCase()}`}>
      <div className="columns even">
        <Card title="You">
          <div className="stack">
            <Name />
            <p className="soft">
              <strong>{roleWords[role].text}.</strong> {roleWords[role].detail} Admins change roles.
            </p>
          </div>
        </Card>
        <Card title="Password">
          <Password />
        </Card>
      </div>
      <Sessions />
    </Page>
  )
}

function Name() {
  const { me, changed } = useSession()
  const client = useClient()
  const [name, setName] = useState(me.user?.name ?? '')
  const renaming = useMutation({
    mutationFn: () => client.account.rename(name),
    onSuccess: (user) => {
      changed({ ...me, user })
      toast('Your name is changed.')
    },
  })
  const isSame = name.trim() === '' || name.trim() === me.user?.name
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        if (!isSame) renaming.mutate()
      }}
    >
      <TextField
        label="Your name"
        value={name}
        onChange={setName}
        error={renaming.error?.message}
        autoComplete="name"
      />
      <div>
        <Button type="submit" isDisabled={isSame || renaming.isPending}>
          Change the name
        </Button>
      </div>
    </form>
  )
}

function Password() {
  const { me, changed } = useSession()
  const client = useClient()
  const [current, setCurrent] = useState('')
  const [password, setPassword] = useState('')
  const hasPassword = me.user?.hasPassword ?? true
  const changing = useMutation({
    mutationFn: () => client.account.changePassword(hasPassword ? current : undefined, password),
    onSuccess: (now) => {
      changed(now)
      setCurrent('')
      setPassword('')
      toast('Your password is changed. You are signed out everywhere else.')
    },
  })
  const faultOf = (field: string) =>
    changing.error instanceof RefusedError && changing.error.problem.at[0] === field
      ? changing.error.message
      : undefined
  const isPlaced = faultOf('current') !== undefined || faultOf('password') !== undefined
  const isMissing = (hasPassword && current === '') || passwordFault(password) !== undefined
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        if (!isMissing) changing.mutate()
      }}
    >
      {!hasPassword && <Notice>You have none yet. With one you can sign in without a link.</Notice>}
      {changing.error !== null && !isPlaced && (
        <Notice tone="danger">{changing.error.message}</Notice>
      )}
      {hasPassword && (
        <TextField
          label="Password that you have"
          value={current}
          onChange={setCurrent}
          error={faultOf('current')}
          type="password"
          autoComplete="current-password"
        />
      )}
      <NewPassword
        label="New password"
        value={password}
        onChange={setPassword}
        error={faultOf('password')}
      />
      <div>
        <Button type="submit" isDisabled={isMissing || changing.isPending}>
          {hasPassword ? 'Change the password' : 'Set the password'}
        </Button>
      </div>
    </form>
  )
}
