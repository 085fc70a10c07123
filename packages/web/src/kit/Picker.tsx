import { ChevronDown, Search } from 'lucide-react'
import { useState } from 'react'
import type { ReactNode } from 'react'
import {
  Autocomplete,
  Button,
  Dialog,
  DialogTrigger,
  Input,
  ListBox,
  ListBoxItem,
  Popover,
  SearchField,
} from 'react-aria-components'
import { classes } from './classes.ts'
import type { PickerItem } from './pickerItem.ts'
import { rank } from './rank.ts'

export interface PickerProps {
  readonly label: string
  readonly value: string
  readonly items: readonly PickerItem[]
  readonly onPick: (id: string) => void
  readonly placeholder: string
  readonly shown?: ReactNode
  /** What else may be picked for what was typed. */
  readonly custom?: (typed: string) => readonly PickerItem[]
  readonly look?: 'plain' | 'strong'
  readonly isWrong?: boolean
  readonly emptyText?: string
}

const MOST_SHOWN = 100

/** One of many things, found by typing; used for whatever the catalogue knows. */
export function Picker(props: PickerProps) {
  const { label, value, items, placeholder, shown, look, isWrong = false } = props
  const [isOpen, setOpen] = useState(false)
  const text = items.find(({ id }) => id === value)?.text ?? value
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={setOpen}>
      <Button
        aria-label={`${label}: ${text === '' ? placeholder : text}`}
        className={classes('chip', look, value === '' && 'empty', isWrong && 'wrong')}
      >
        <span className="clip">{shown ?? (text === '' ? placeholder : text)}</span>
        <ChevronDown size={13} aria-hidden />
      </Button>
      <Popover className="popover wide" placement="bottom start" offset={4}>
        <Dialog aria-label={label}>
          <Finder
            {...props}
            onPick={(id) => {
              setOpen(false)
              props.onPick(id)
            }}
          />
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}

function Finder({ label, value, items, onPick, custom, emptyText }: PickerProps) {
  const [sought, setSought] = useState('')
  const found = rank(items, sought).slice(0, MOST_SHOWN)
  const typed = sought.trim()
  const ids = new Set(items.map(({ id }) => id))
  const more = typed === '' ? [] : (custom?.(typed) ?? []).filter(({ id }) => !ids.has(id))
  const offered = [...found, ...more]
  return (
    <Autocomplete inputValue={sought} onInputChange={setSought}>
      <SearchField aria-label={`Search ${label.toLowerCase()}`} autoFocus className="search">
        <Search size={14} aria-hidden />
        <Input className="field-input" placeholder="Type to search" />
      </SearchField>
      <ListBox
        aria-label={label}
        className="options"
        items={offered}
        selectionMode="single"
        selectedKeys={value === '' ? [] : [value]}
        disallowEmptySelection={value !== ''}
        renderEmptyState={() => (
          <div className="options-empty">{emptyText ?? 'Nothing of that name.'}</div>
        )}
      >
        {(item) => (
          <ListBoxItem
            id={item.id}
            textValue={item.text}
            className="option"
            // Picking what is picked already closes too.
            onAction={() => {
              onPick(item.id)
            }}
          >
            <span className="option-text">
              <span className="wrap">{item.text}</span>
              {item.detail !== undefined && (
                <span className="option-detail clip" style={{ display: 'block' }}>
                  {item.detail}
                </span>
              )}
            </span>
            {item.note !== undefined && <span className="option-note num">{item.note}</span>}
          </ListBoxItem>
        )}
      </ListBox>
    </Autocomplete>
  )
}
