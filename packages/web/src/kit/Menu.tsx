import type { ReactNode } from 'react'
import { Menu as Base, MenuItem, MenuTrigger, Popover } from 'react-aria-components'
import { classes } from './classes.ts'

export interface MenuAction {
  readonly id: string
  readonly text: string
  readonly detail?: string
  readonly icon?: ReactNode
  readonly isDanger?: boolean
  readonly isDisabled?: boolean
  readonly do: () => void
}

/** A button, which stands first among the children, with what it offers. */
export function Menu({
  label,
  actions,
  children,
}: {
  readonly label: string
  readonly actions: readonly MenuAction[]
  readonly children: ReactNode
}) {
  return (
    <MenuTrigger>
      {children}
      <Popover className="popover" placement="bottom start" offset={4}>
        <Base aria-label={label} className="options" items={actions}>
          {(action) => (
            <MenuItem
              id={action.id}
              textValue={action.text}
              isDisabled={action.isDisabled ?? false}
              className={classes('option', action.isDanger === true && 'danger')}
              onAction={action.do}
            >
              {action.icon}
              <span className="option-text">
                {action.text}
                {action.detail !== undefined && (
                  <span className="option-detail">
                    <br />
                    {action.detail}
                  </span>
                )}
              </span>
            </MenuItem>
          )}
        </Base>
      </Popover>
    </MenuTrigger>
  )
}
