import type { Place } from '@muster/core'
import {
  ArrowDown,
  ArrowUp,
  Brackets,
  Copy,
  EllipsisVertical,
  Group,
  Trash2,
  Ungroup,
} from 'lucide-react'
import { IconButton, Menu } from '../kit/index.ts'
import type { MenuAction } from '../kit/index.ts'
import { useBuilding } from './building.ts'
import type { Edit } from './state/builder.ts'

interface Offer {
  readonly id: string
  readonly text: string
  readonly Icon: typeof Copy
  readonly edit: (at: Place) => Edit
  readonly isDanger?: boolean
  /** Only for what stands in a list. */
  readonly inList?: boolean
}

const offers: readonly Offer[] = [
  {
    id: 'up',
    text: 'Move up',
    Icon: ArrowUp,
    inList: true,
    edit: (at) => ({ do: 'move', at, by: -1 }),
  },
  {
    id: 'down',
    text: 'Move down',
    Icon: ArrowDown,
    inList: true,
    edit: (at) => ({ do: 'move', at, by: 1 }),
  },
  {
    id: 'copy',
    text: 'Duplicate',
    Icon: Copy,
    inList: true,
    edit: (at) => ({ do: 'duplicate', at }),
  },
  {
    id: 'wrap',
    text: 'Put into a group',
    Icon: Group,
    edit: (at) => ({ do: 'wrap', at, by: 'any' }),
  },
]
const removal: Offer = {
  ...{ id: 'remove', text: 'Remove', Icon: Trash2, isDanger: true },
  edit: (at) => ({ do: 'remove', at }),
}

/** What can be done with a whole row, and the quick way to take it out. */
export function RowMenu({
  at,
  isFixed,
  isGroup = false,
  inner = at,
}: {
  readonly at: Place
  readonly isFixed: boolean
  readonly isGroup?: boolean
  readonly inner?: Place
}) {
  const { edit } = useBuilding()
  const inList = typeof at.at(-1) === 'number'
  const actions: readonly MenuAction[] = [
    ...offers.filter((offer) => offer.inList !== true || inList),
    ...(isFixed ? [] : [removal]),
  ].map(({ id, text, Icon, isDanger = false, edit: editOf }) => ({
    ...{ id, text, isDanger, icon: <Icon size={14} aria-hidden /> },
    do: () => {
      edit(editOf(at))
    },
  }))
  const dissolve: MenuAction = {
    ...{ id: 'unwrap', text: 'Dissolve the group', icon: <Ungroup size={14} aria-hidden /> },
    do: () => {
      edit({ do: 'unwrap', at: inner.length === at.length ? at : inner })
    },
  }
  return (
    <span className="row-menu">
      <Menu label="This condition" actions={isGroup ? [dissolve, ...actions] : actions}>
        <IconButton small label="More for this condition">
          {isGroup ? (
            <Brackets size={14} aria-hidden />
          ) : (
            <EllipsisVertical size={14} aria-hidden />
          )}
        </IconButton>
      </Menu>
      {!isFixed && (
        <IconButton
          small
          label="Remove this condition"
          onPress={() => {
            edit(removal.edit(at))
          }}
        >
          <Trash2 size={14} aria-hidden />
        </IconButton>
      )}
    </span>
  )
}
