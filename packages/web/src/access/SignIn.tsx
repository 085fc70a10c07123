import { createClient, RefusedError } from '@muster/client'
import { useState } from 'react'
import { Button, TextField } from '../kit/index.ts'
import { credentials } from './credentials.ts'

/** Asks for a key and keeps it once the server has taken it. */
export function SignIn({ note }: { readonly note?: string | undefined }) {
  const [key, setKey] = useState('')
  const [error, setError] = useState<string | undefined>(note)
  const [isAsking, setAsking] = useState(false)

  const signIn = async () => {
    setAsking(true)
    setError(undefined)
    try {
      await createClient({ url: location.origin, key: key.trim() }).me()
      credentials.keep(key.trim())
    } catch (refusal) {
      setError(wordsFor(refusal))
      setAsking(false)
    }
  }

  return (
    <main className="sign-in">
      <form
        className="card sign-in-card stack wide"
        onSubmit={(event) => {
          event.preventDefault()
          void signIn()
        }}
      >
        <div className="stack tight">
          <img src="/favicon.svg" alt="" width={36} height={36} />
          <h1>Sign in to Muster</h1>
          <p className="soft">
            The first start of the server prints a secret key. Paste it here; it stays in this
            browser.
          </p>
        </div>
        <TextField
          label="Secret key"
          value={key}
          onChange={setKey}
          error={error}
          type="password"
          isMono
          autoFocus
          placeholder="ms_…"
        />
        <Button look="primary" type="submit" isDisabled={key.trim() === '' || isAsking}>
          {isAsking ? 'Checking…' : 'Sign in'}
        </Button>
      </form>
    </main>
  )
}

function wordsFor(error: unknown): string {
  if (error instanceof RefusedError && error.status === 403) {
    return 'This is a key for sending messages. Use the secret key.'
  }
  return error instanceof Error ? error.message : 'That did not work. Try again.'
}
