import { ToggleButton, ToggleButtonGroup } from 'react-aria-components'
import type { Option } from './Choice.tsx'

/** One of a few things, all of them in sight. */
export function Segments<Id extends string>({
  label,
  value,
  options,
  onChange,
}: {
  readonly label: string
  readonly value: Id
  readonly options: readonly Option<Id>[]
  readonly onChange: (id: Id) => void
}) {
  return (
    <ToggleButtonGroup
      aria-label={label}
      className="segments"
      selectedKeys={[value]}
      disallowEmptySelection
      onSelectionChange={(keys) => {
        const picked = options.find(({ id }) => keys.has(id))
        if (picked !== undefined) onChange(picked.id)
      }}
    >
      {options.map(({ id, text }) => (
        <ToggleButton key={id} id={id} className="segment">
          {text}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  )
}
