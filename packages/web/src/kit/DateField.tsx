import { Input, Label, TextField } from 'react-aria-components'

/** A day, as `2026-11-22`; empty for none. */
export function DateField({
  label,
  value,
  onChange,
  most,
}: {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  /** The last day that can be taken. */
  readonly most?: string
}) {
  return (
    <TextField className="field" value={value} onChange={onChange} type="date">
      <Label>{label}</Label>
      <Input className="field-input" {...(most !== undefined && { max: most })} />
    </TextField>
  )
}
