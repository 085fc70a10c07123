import { Input, TextField } from 'react-aria-components'
import { classes } from './classes.ts'

/** A text inside of a sentence, as wide as what stands in it. */
export function InlineText({
  label,
  value,
  onChange,
  placeholder = '',
  isWrong = false,
  isNumeric = false,
}: {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly placeholder?: string
  readonly isWrong?: boolean
  readonly isNumeric?: boolean
}) {
  const width = Math.min(32, Math.max(isNumeric ? 3 : 5, value.length || placeholder.length)) + 2.4
  return (
    <TextField
      aria-label={label}
      value={value}
      onChange={onChange}
      isInvalid={isWrong}
      validationBehavior="aria"
      className="inline-text"
    >
      <Input
        className={classes('field-input small', isNumeric && 'num', isWrong && 'wrong')}
        style={{ width: `${width}ch` }}
        placeholder={placeholder}
        inputMode={isNumeric ? 'decimal' : 'text'}
      />
    </TextField>
  )
}
