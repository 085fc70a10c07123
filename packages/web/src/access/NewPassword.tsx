import { useState } from 'react'
import { Switch, TextField } from '../kit/index.ts'

const SHORTEST = 12

/** What can be said before the server is asked, which also knows how easy it is to guess. */
export function passwordFault(password: string): string | undefined {
  const missing = SHORTEST - Array.from(password).length
  if (missing <= 0) return undefined
  return missing === 1 ? 'One character more.' : `${missing} characters more.`
}

/** A password that is chosen, with the way to see what one types instead of typing it twice. */
export function NewPassword({
  label,
  value,
  onChange,
  error,
  autoFocus = false,
}: {
  readonly label: string
  readonly value: string
  readonly onChange: (password: string) => void
  readonly error: string | undefined
  readonly autoFocus?: boolean
}) {
  const [isShown, setShown] = useState(false)
  return (
    <div className="stack tight">
      <TextField
        {...{ label, value, onChange, error, autoFocus }}
        type={isShown ? 'text' : 'password'}
        autoComplete="new-password"
        hint={
          (value === '' ? undefined : passwordFault(value)) ??
          `At least ${SHORTEST} characters: a few words that have nothing to do with each other, for example.`
        }
      />
      <Switch label="Show it" isOn={isShown} onChange={setShown} />
    </div>
  )
}
