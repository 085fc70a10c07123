import type { Json, JsonObject, Place } from '@muster/core'
import { Plus, X } from 'lucide-react'
import { createContext, use } from 'react'
import type { ComponentType, ReactNode } from 'react'
import { Button, IconButton, Menu } from '../kit/index.ts'
import { ScopeContext, useBuilding, useScope } from './building.ts'
import type { Scope } from './building.ts'
import { isComputedPath } from './computedSeen.ts'
import type { Field, FieldKind, Form } from './language/form.ts'
import { fieldsOf } from './language/form.ts'

/** What an editor of a field gets. */
export interface EditorProps {
  readonly at: Place
  readonly value: Json | undefined
  /** The object that the field stands in. */
  readonly of: JsonObject
  /** What the field is called, for whoever cannot see where it stands. */
  readonly label: string
}

export type Editors<Kind extends FieldKind> = Readonly<Record<Kind, ComponentType<EditorProps>>>

/** The editors by their kinds. They come from above, since they hold fields themselves. */
export const EditorsContext = createContext<Partial<Editors<FieldKind>>>({})

export interface FieldsProps {
  readonly form: Form
  readonly value: JsonObject
  readonly at: Place
  /** What stands before the fields on their first line, and at its end. */
  readonly lead?: ReactNode
  readonly tail?: ReactNode
}

/** The fields of a form: those in line as a clause, those below on lines of their own, and what can be added. */
export function Fields({ form, value, at, lead, tail }: FieldsProps) {
  const outer = useScope()
  const { present, absent } = useFields(value, form)
  const inLine = present.filter(({ isBelow }) => isBelow !== true)
  const below = present.filter(({ isBelow }) => isBelow === true)
  return (
    <ScopeContext value={scopeOf(value, outer)}>
      <div className="clause">
        {lead}
        {inLine.map((field) => (
          <FieldPart key={field.key} field={field} value={value} at={at} />
        ))}
        <AddField absent={absent} value={value} at={at} />
        {tail}
      </div>
      {below.map((field) => (
        <div key={field.key} className="clause below">
          <FieldPart field={field} value={value} at={at} />
        </div>
      ))}
    </ScopeContext>
  )
}

/** The same for a form that stands within a clause. */
export function InlineFields({ form, value, at }: FieldsProps) {
  const { present, absent } = useFields(value, form)
  return (
    <>
      {present.map((field) => (
        <FieldPart key={field.key} field={field} value={value} at={at} />
      ))}
      <AddField absent={absent} value={value} at={at} />
    </>
  )
}

/** The fields that are there, and those that can be asked of what is chosen. */
function useFields(value: JsonObject, form: Form): ReturnType<typeof fieldsOf> {
  const { vocabulary } = useBuilding()
  const { inAccount } = useScope()
  const { present, absent } = fieldsOf(value, form)
  const { trait } = value
  const isComputed =
    !inAccount && typeof trait === 'string' && isComputedPath(trait, vocabulary.traits)
  return { present, absent: absent.filter(({ ofHistory }) => !isComputed || ofHistory !== true) }
}

/** Whoever has events opens a scope for their properties; an element of an array one for its keys. */
function scopeOf(value: JsonObject, outer: Scope): Scope {
  const { event, some } = value
  if (event !== undefined) return { ...outer, event, below: '' }
  if (typeof some === 'string') return { ...outer, below: `${outer.below}${some}[].` }
  return outer
}

function FieldPart({
  field,
  value,
  at,
}: {
  readonly field: Field
  readonly value: JsonObject
  readonly at: Place
}) {
  const { edit } = useBuilding()
  const editors = use(EditorsContext)
  const Editor = editors[field.kind]
  if (Editor === undefined) throw new Error(`nothing edits a ${field.kind} here`)
  const place = [...at, field.key]
  const label = field.add ?? field.before ?? labels[field.kind] ?? field.key
  return (
    <span className="field-part">
      {field.before !== undefined && <span className="word">{field.before}</span>}
      <Editor at={place} value={value[field.key]} of={value} label={label} />
      {field.after !== undefined && <span className="word">{field.after}</span>}
      {field.add !== undefined && field.kind !== 'filters' && (
        <IconButton
          small
          label={`Take out ${field.add}`}
          onPress={() => {
            edit({ do: 'remove', at: place })
          }}
        >
          <X size={13} aria-hidden />
        </IconButton>
      )}
    </span>
  )
}

const labels: Partial<Record<FieldKind, string>> = {
  event: 'Event',
  property: 'Property',
  trait: 'Trait',
  predicate: 'Test',
  scalar: 'Value',
  scalars: 'Values',
  number: 'Number',
  duration: 'Duration',
  context: 'Context',
  amountAggregate: 'Measure',
  traitAggregate: 'Measure',
}

function AddField({
  absent,
  value,
  at,
}: {
  readonly absent: readonly Field[]
  readonly value: JsonObject
  readonly at: Place
}) {
  const { edit } = useBuilding()
  if (absent.length === 0) return null
  const add = ({ key, initial, needs = {} }: Field) => {
    edit({ do: 'put', at, value: { ...needs, ...value, [key]: initial } })
  }
  const [only, ...others] = absent
  if (only !== undefined && others.length === 0) {
    return (
      <Button
        small
        look="quiet"
        onPress={() => {
          add(only)
        }}
      >
        <Plus size={13} aria-hidden />
        {only.add}
      </Button>
    )
  }
  return (
    <Menu
      label="Add"
      actions={absent.map((field) => ({
        id: field.key,
        text: capital(field.add ?? field.key),
        do: () => {
          add(field)
        },
      }))}
    >
      <IconButton small label="Add a detail">
        <Plus size={14} aria-hidden />
      </IconButton>
    </Menu>
  )
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
