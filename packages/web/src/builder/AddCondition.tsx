import type { Json, Place } from '@muster/core'
import { CalendarClock, FolderPlus, Plus, Tag, UsersRound } from 'lucide-react'
import { Button, Menu } from '../kit/index.ts'
import type { MenuAction } from '../kit/index.ts'
import { useBuilding, useScope } from './building.ts'
import { conditions, offered } from './language/conditions.ts'

const quick = [
  { id: 'event', text: 'Did something', Icon: CalendarClock },
  { id: 'trait', text: 'Has a trait', Icon: Tag },
  { id: 'audience', text: 'In an audience', Icon: UsersRound },
]

/** The kinds of condition that may stand here, and a group. */
export function AddCondition({ at, isLarge }: { readonly at: Place; readonly isLarge: boolean }) {
  const { edit } = useBuilding()
  const { inAccount, inTrait = false } = useScope()
  const forms = offered
    .flatMap((id) => conditions.filter((form) => form.id === id))
    .filter((form) => (!inAccount || form.inAccount) && (!inTrait || form.inTrait !== false))
  const add = (value: Json) => {
    edit({ do: 'add', at, value })
  }
  const actions: readonly MenuAction[] = [
    ...forms.map(({ id, name, detail = '', initial }) => ({
      ...{ id, text: name, detail },
      do: () => {
        add(initial)
      },
    })),
    {
      ...{ id: 'group', text: 'A group', detail: 'Conditions of which any, or none, have to hold' },
      icon: <FolderPlus size={15} aria-hidden />,
      do: () => {
        add({ any: [] })
      },
    },
  ]
  return (
    <div className="row add-condition">
      {isLarge &&
        quick
          .filter(({ id }) => forms.some((form) => form.id === id))
          .map(({ id, text, Icon }) => (
            <Button
              key={id}
              small
              onPress={() => {
                const form = forms.find((each) => each.id === id)
                if (form !== undefined) add(form.initial)
              }}
            >
              <Icon size={14} aria-hidden />
              {text}
            </Button>
          ))}
      <Menu label="Add a condition" actions={actions}>
        <Button small look="quiet">
          <Plus size={14} aria-hidden />
          {isLarge ? 'More' : 'Condition'}
        </Button>
      </Menu>
    </div>
  )
}
