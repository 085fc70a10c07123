import { Search } from 'lucide-react'
import {
  FieldError,
  Input,
  Label,
  SearchField as BaseSearch,
  SwitchButton,
  SwitchField,
  Text,
  TextArea,
  TextField as BaseText,
} from 'react-aria-components'
import { classes } from './classes.ts'

export interface TextFieldProps {
  readonly label: string
  readonly value: string
  readonly onChange?: (value: string) => void
  readonly hint?: string
  readonly error?: string | undefined
  readonly placeholder?: string
  readonly lines?: number
  readonly isMono?: boolean
  readonly type?: 'text' | 'password' | 'email'
  /** What a browser or a password manager may fill in, as HTML names it. */
  readonly autoComplete?: string
  readonly isReadOnly?: boolean
  readonly autoFocus?: boolean
  readonly isRequired?: boolean
}

export function TextField({
  label,
  value,
  onChange,
  hint,
  error,
  placeholder = '',
  lines = 1,
  isMono = false,
  type = 'text',
  autoFocus = false,
  autoComplete,
  isReadOnly = false,
  isRequired = false,
}: TextFieldProps) {
  const look = classes('field-input', isMono && 'mono', error !== undefined && 'wrong')
  return (
    <BaseText
      className="field"
      value={value}
      {...(onChange && { onChange })}
      isInvalid={error !== undefined}
      isRequired={isRequired}
      type={type}
      autoFocus={autoFocus}
      isReadOnly={isReadOnly}
      {...(autoComplete !== undefined && { autoComplete })}
      validationBehavior="aria"
      spellCheck={isMono || type === 'email' ? 'false' : 'true'}
    >
      <Label>{label}</Label>
      {lines > 1 ? (
        <TextArea className={look} rows={lines} placeholder={placeholder} />
      ) : (
        <Input className={look} placeholder={placeholder} />
      )}
      {hint !== undefined && (
        <Text slot="description" className="field-hint">
          {hint}
        </Text>
      )}
      <FieldError className="field-error">{error}</FieldError>
    </BaseText>
  )
}

export function SearchField({
  label,
  value,
  onChange,
  onSubmit,
  placeholder,
}: {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly onSubmit?: () => void
  readonly placeholder: string
}) {
  return (
    <BaseSearch
      aria-label={label}
      className="search"
      value={value}
      onChange={onChange}
      {...(onSubmit && { onSubmit })}
    >
      <Search size={15} aria-hidden />
      <Input className="field-input" placeholder={placeholder} />
    </BaseSearch>
  )
}

export function Switch({
  label,
  isOn,
  onChange,
}: {
  readonly label: string
  readonly isOn: boolean
  readonly onChange: (isOn: boolean) => void
}) {
  return (
    <SwitchField isSelected={isOn} onChange={onChange}>
      <SwitchButton className="switch">
        <span className="switch-track" aria-hidden />
        {label}
      </SwitchButton>
    </SwitchField>
  )
}
