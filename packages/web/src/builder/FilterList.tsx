import type { Json, Place } from '@muster/core'
import { Plus, Trash2 } from 'lucide-react'
import { isList, isObject, prettyJson } from '../format/json.ts'
import { Choice, IconButton, Button, Menu } from '../kit/index.ts'
import { useBuilding } from './building.ts'
import { Fields } from './fields.tsx'
import type { EditorProps } from './fields.tsx'
import { formOf } from './language/form.ts'
import { filters } from './language/values.ts'
import { groupFrom, groupOf, joints, peel } from './negation.ts'
import type { Group } from './negation.ts'

/** The filters of an event, or of an element of a list: all of them have to hold. */
export function FiltersEditor({ at, value }: EditorProps) {
  const members = isList(value) ? value : undefined
  return (
    <div className="filters">
      {members === undefined ? (
        <FilterNode at={at} value={value ?? []} joint="where" />
      ) : (
        members.map((member, index) => (
          <FilterNode
            key={index}
            at={[...at, index]}
            value={member}
            joint={index === 0 ? 'where' : 'and'}
          />
        ))
      )}
      <AddFilter at={at} />
    </div>
  )
}

function FilterNode({
  at,
  value,
  joint,
}: {
  readonly at: Place
  readonly value: Json
  readonly joint: string
}) {
  const { edit } = useBuilding()
  const peeled = peel(value, at)
  const group = groupOf(peeled)
  if (group !== undefined)
    return <FilterGroup at={at} inner={peeled.at} group={group} joint={joint} />
  const form = formOf(peeled.value, filters)
  const remove = (
    <IconButton
      small
      label="Remove this filter"
      onPress={() => {
        edit({ do: 'remove', at })
      }}
    >
      <Trash2 size={13} aria-hidden />
    </IconButton>
  )
  if (form === undefined || !isObject(peeled.value)) {
    return (
      <div className="clause filter">
        <span className="word">{joint}</span>
        <code className="wrap">{prettyJson(peeled.value)}</code>
        {remove}
      </div>
    )
  }
  return (
    <div className="filter">
      <Fields
        form={form}
        value={peeled.value}
        at={peeled.at}
        lead={
          <Choice
            label="Said or denied"
            value={peeled.isDenied ? 'no' : 'yes'}
            options={[
              { id: 'yes', text: joint },
              { id: 'no', text: `${joint} not` },
            ]}
            look="plain"
            onChange={(id) => {
              if ((id === 'no') !== peeled.isDenied) edit({ do: 'negate', at })
            }}
          />
        }
        tail={remove}
      />
    </div>
  )
}

const kinds = [
  { id: 'all', text: 'all of' },
  { id: 'any', text: 'any of' },
  { id: 'none', text: 'none of' },
  { id: 'notAll', text: 'not all of' },
] as const

function FilterGroup({
  at,
  inner,
  group,
  joint,
}: {
  readonly at: Place
  readonly inner: Place
  readonly group: Group
  readonly joint: string
}) {
  const { edit } = useBuilding()
  const list = [...inner, group.key]
  return (
    <div className="filter filter-group">
      <div className="clause">
        <span className="word">{joint}</span>
        <Choice
          label="How the filters are joined"
          value={group.kind}
          options={kinds}
          look="plain"
          onChange={(kind) => {
            edit({ do: 'put', at, value: groupFrom(kind, group.members) })
          }}
        />
        <IconButton
          small
          label="Remove this group of filters"
          onPress={() => {
            edit({ do: 'remove', at })
          }}
        >
          <Trash2 size={13} aria-hidden />
        </IconButton>
      </div>
      <div className="filters">
        {group.members.map((member, index) => (
          <FilterNode
            key={index}
            at={[...list, index]}
            value={member}
            joint={joints[group.kind][index === 0 ? 0 : 1]}
          />
        ))}
        <AddFilter at={inner} />
      </div>
    </div>
  )
}

function AddFilter({ at }: { readonly at: Place }) {
  const { edit } = useBuilding()
  const add = (value: Json) => {
    edit({ do: 'add', at, value })
  }
  return (
    <Menu
      label="Add a filter"
      actions={[
        ...filters.map(({ id, name, detail, initial }) => ({
          ...{ id, text: name },
          ...(detail !== undefined && { detail }),
          do: () => {
            add(initial)
          },
        })),
        {
          ...{ id: 'group', text: 'A group of filters', detail: 'Of which any has to hold' },
          do: () => {
            add({ any: [{ property: '', is: { equals: '' } }] })
          },
        },
      ]}
    >
      <Button small look="quiet">
        <Plus size={13} aria-hidden />
        filter
      </Button>
    </Menu>
  )
}
