import { Button as Base, ToggleButton as BaseToggle } from 'react-aria-components'
import type { ButtonProps as BaseProps, ToggleButtonProps } from 'react-aria-components'
import type { ReactNode } from 'react'
import { classes } from './classes.ts'
import { Tip } from './Tip.tsx'

export interface ButtonProps extends Omit<BaseProps, 'className' | 'children' | 'style'> {
  readonly look?: 'primary' | 'danger' | 'quiet'
  readonly small?: boolean
  readonly children: ReactNode
}

export function Button({ look, small = false, children, ...rest }: ButtonProps) {
  return (
    <Base {...rest} className={classes('button', look, small && 'small')}>
      {children}
    </Base>
  )
}

export interface IconButtonProps extends Omit<ButtonProps, 'aria-label'> {
  /** What it does: read aloud, and shown when one stays on it. */
  readonly label: string
}

export function IconButton({
  label,
  look = 'quiet',
  small = false,
  children,
  ...rest
}: IconButtonProps) {
  return (
    <Tip text={label}>
      <Base {...rest} aria-label={label} className={classes('button icon', look, small && 'small')}>
        {children}
      </Base>
    </Tip>
  )
}

/** A button that is in or out. */
export function Toggle({
  children,
  ...rest
}: Omit<ToggleButtonProps, 'className' | 'children' | 'style'> & { readonly children: ReactNode }) {
  return (
    <BaseToggle {...rest} className="button small quiet">
      {children}
    </BaseToggle>
  )
}
