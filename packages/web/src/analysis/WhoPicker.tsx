import type { Audience } from '@muster/client'
import { Picker } from '../kit/index.ts'
import { audienceItems } from './subject.ts'

const EVERYBODY = '*'

/** Whom a question is about: everybody, or one audience. */
export function WhoPicker({
  audiences,
  value,
  onChange,
}: {
  readonly audiences: readonly Audience[]
  readonly value: string | undefined
  readonly onChange: (id: string | undefined) => void
}) {
  return (
    <Picker
      label="Who"
      value={value ?? EVERYBODY}
      items={[{ id: EVERYBODY, text: 'everybody' }, ...audienceItems(audiences)]}
      placeholder="everybody"
      look="strong"
      onPick={(id) => {
        onChange(id === EVERYBODY ? undefined : id)
      }}
    />
  )
}
