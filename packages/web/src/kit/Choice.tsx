import { ChevronDown } from 'lucide-react'
import { Button, ListBox, ListBoxItem, Popover, Select, SelectValue } from 'react-aria-components'
import { classes } from './classes.ts'

export interface Option<Id extends string> {
  readonly id: Id
  readonly text: string
  /** A second line that says what it does. */
  readonly detail?: string
}

export interface ChoiceProps<Id extends string> {
  readonly label: string
  readonly value: Id | undefined
  readonly options: readonly Option<Id>[]
  readonly onChange: (id: Id) => void
  readonly placeholder?: string
  /** How it looks in a sentence: `plain` for words, `strong` for what matters. */
  readonly look?: 'plain' | 'strong'
  readonly isWrong?: boolean
}

/** One of a few known things, as a word in a sentence that can be pressed. */
export function Choice<Id extends string>({
  label,
  value,
  options,
  onChange,
  placeholder = 'choose',
  look,
  isWrong = false,
}: ChoiceProps<Id>) {
  const isEmpty = value === undefined
  return (
    <Select
      aria-label={label}
      value={value ?? null}
      onChange={(key) => {
        const picked = options.find(({ id }) => id === key)
        if (picked !== undefined) onChange(picked.id)
      }}
      placeholder={placeholder}
    >
      <Button className={classes('chip', look, isEmpty && 'empty', isWrong && 'wrong')}>
        <SelectValue className="clip">
          {options.find(({ id }) => id === value)?.text ?? placeholder}
        </SelectValue>
        <ChevronDown size={13} aria-hidden />
      </Button>
      <Popover className="popover" offset={4}>
        <ListBox className="options" items={options}>
          {(option) => (
            <ListBoxItem id={option.id} textValue={option.text} className="option">
              <span className="option-text">
                {option.text}
                {option.detail !== undefined && (
                  <span className="option-detail">
                    <br />
                    {option.detail}
                  </span>
                )}
              </span>
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </Select>
  )
}
