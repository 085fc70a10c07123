import type { Audience } from '@muster/client'
import { X } from 'lucide-react'
import { Button, Picker } from '../kit/index.ts'
import { audienceItems } from './subject.ts'

/** Several audiences in an order: each can be taken out, another one put at the end. */
export function AudiencesPicker({
  label,
  audiences,
  value,
  onChange,
  most,
}: {
  readonly label: string
  readonly audiences: readonly Audience[]
  readonly value: readonly string[]
  readonly onChange: (ids: readonly string[]) => void
  readonly most: number
}) {
  const left = audiences.filter(({ id }) => !value.includes(id))
  const names = new Map(audiences.map(({ id, name }) => [id, name]))
  return (
    <div className="picked" role="group" aria-label={label}>
      {value.map((id) => (
        <Button
          key={id}
          small
          aria-label={`Without ${names.get(id) ?? id}`}
          onPress={() => {
            onChange(value.filter((other) => other !== id))
          }}
        >
          {names.get(id) ?? id}
          <X size={13} aria-hidden />
        </Button>
      ))}
      {value.length < most && (
        <Picker
          label={`${label}: add`}
          value=""
          items={audienceItems(left)}
          placeholder="Add an audience"
          emptyText="There is no other audience."
          onPick={(id) => {
            onChange([...value, id])
          }}
        />
      )}
    </div>
  )
}
