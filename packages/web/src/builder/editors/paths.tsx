import { isList, isObject } from '../../format/json.ts'
import { Button, IconButton, InlineText, Picker } from '../../kit/index.ts'
import type { PickerItem } from '../../kit/index.ts'
import { Plus, X } from 'lucide-react'
import { useBuilding, useIsWrong, usePut, useScope } from '../building.ts'
import type { EditorProps } from '../fields.tsx'
import { firstPredicate, listsAmong, pathItems } from '../seen.ts'
import type { Seen } from '../seen.ts'
import { contextItems, eventItems, propertiesOf, traitsOf } from '../vocabulary.ts'

/** A name that nobody has sent yet may be used too: tomorrow somebody may. */
const useTyped = (typed: string): readonly PickerItem[] => [
  { id: typed, text: `Use “${typed}”`, note: 'not seen yet' },
]

const BEGINS = '\0begins'
const ANY: PickerItem = { id: '*', text: 'any event' }
const STARTS: PickerItem = { id: BEGINS, text: 'events whose name begins with …' }

/** One event, one of several, those whose names begin alike, or any. */
export function EventEditor({ at, value }: EditorProps) {
  const put = usePut(at)
  const { vocabulary } = useBuilding()
  const isWrong = useIsWrong(at)
  const items = [...eventItems(vocabulary), ANY, STARTS]
  if (isObject(value)) {
    const begins = value['startsWith']
    return (
      <>
        <span className="word">any event that begins with</span>
        <InlineText
          label="Beginning of the name"
          value={typeof begins === 'string' ? begins : ''}
          placeholder="Order"
          isWrong={isWrong}
          onChange={(text) => {
            put({ startsWith: text }, true)
          }}
        />
        <IconButton
          small
          label="Choose an event instead"
          onPress={() => {
            put('')
          }}
        >
          <X size={13} aria-hidden />
        </IconButton>
      </>
    )
  }
  const names = isList(value) ? value : [value ?? '']
  const set = (to: readonly (typeof names)[number][]) => {
    const [only] = to
    put(to.length === 1 && only !== undefined ? only : to)
  }
  return (
    <>
      {names.map((name, index) => (
        <span key={index} className="field-part">
          {index > 0 && <span className="word">or</span>}
          <Picker
            label="Event"
            value={typeof name === 'string' ? name : ''}
            items={isList(value) ? items.filter(({ id }) => id !== BEGINS && id !== '*') : items}
            placeholder="choose an event"
            custom={useTyped}
            look="strong"
            isWrong={isWrong}
            onPick={(id) => {
              if (id === BEGINS) put({ startsWith: '' })
              else set(names.with(index, id))
            }}
          />
          {names.length > 1 && (
            <IconButton
              small
              label={`Take out ${typeof name === 'string' ? name : ''}`}
              onPress={() => {
                set(names.toSpliced(index, 1))
              }}
            >
              <X size={13} aria-hidden />
            </IconButton>
          )}
        </span>
      ))}
      {value !== '' && value !== '*' && (
        <Button
          small
          look="quiet"
          onPress={() => {
            put([...names, ''])
          }}
        >
          <Plus size={13} aria-hidden />
          or
        </Button>
      )}
    </>
  )
}

/** A path among those seen. Picking one begins its test anew, unless somebody has worked on it. */
function PathPicker({
  at,
  value,
  of,
  label,
  seen,
  items,
  placeholder,
}: EditorProps & {
  readonly seen: readonly Seen[]
  readonly items: readonly PickerItem[]
  readonly placeholder: string
}) {
  const { edit } = useBuilding()
  const isWrong = useIsWrong(at)
  const key = at.at(-1)
  return (
    <Picker
      label={label}
      value={typeof value === 'string' ? value : ''}
      items={items}
      placeholder={placeholder}
      custom={useTyped}
      look="strong"
      isWrong={isWrong}
      onPick={(path) => {
        if (!isUntouched(of['is'])) {
          edit({ do: 'put', at, value: path })
          return
        }
        const is = firstPredicate(seen.find((each) => each.path === path))
        edit({ do: 'put', at: at.slice(0, -1), value: { ...of, [String(key)]: path, is } })
      }}
    />
  )
}

function isUntouched(is: EditorProps['value']): boolean {
  return isObject(is) && is['equals'] === ''
}

export function TraitEditor(props: EditorProps) {
  // Of what is computed nobody keeps what it was before.
  const asksHistory = 'changed' in props.of
  return <TraitPicker {...props} fits={({ isComputed = false }) => !asksHistory || !isComputed} />
}

function TraitPicker({ fits, ...props }: EditorProps & { readonly fits: (seen: Seen) => boolean }) {
  const { vocabulary } = useBuilding()
  const seen = traitsOf(vocabulary, useScope().inAccount).filter(fits)
  return (
    <PathPicker
      {...props}
      label="Trait"
      seen={seen}
      items={pathItems(seen)}
      placeholder="choose a trait"
    />
  )
}

export function PropertyEditor(props: EditorProps) {
  const { vocabulary } = useBuilding()
  const { event, below } = useScope()
  const seen = propertiesOf(vocabulary, event, below)
  return (
    <PathPicker
      {...props}
      label="Property"
      seen={seen}
      items={pathItems(seen)}
      placeholder="choose a property"
    />
  )
}

export function SomeEditor(props: EditorProps) {
  const { vocabulary } = useBuilding()
  const { event, below } = useScope()
  // The scope is that of the elements already.
  const own = typeof props.value === 'string' ? `${props.value}[].` : ''
  const outer = below.slice(0, below.length - own.length)
  const seen = listsAmong(propertiesOf(vocabulary, event, outer))
  return (
    <PathPicker
      {...props}
      label="List"
      seen={seen}
      items={pathItems(seen)}
      placeholder="choose a list"
    />
  )
}

export function ContextEditor(props: EditorProps) {
  return (
    <PathPicker
      {...props}
      label="Context"
      seen={[]}
      items={contextItems()}
      placeholder="choose a path"
    />
  )
}

/** The trait that holds the instant at which a window begins. */
export function SinceTraitEditor({ at, value }: EditorProps) {
  const trait = isObject(value) ? value['trait'] : undefined
  return (
    <TraitPicker
      {...{ at: [...at, 'trait'], value: trait ?? '', of: {}, label: 'Trait' }}
      fits={({ types, isComputed = false }) =>
        !isComputed || types.some(({ type }) => type === 'instant')
      }
    />
  )
}
