import type { ReactNode } from 'react'
import { Dialog as Base, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { classes } from './classes.ts'

export interface DialogProps {
  readonly title: string
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly large?: boolean
  readonly children: ReactNode
}

/** A question that comes before everything else; Escape and a press beside it close it. */
export function Dialog({ title, isOpen, onClose, large = false, children }: DialogProps) {
  return (
    <ModalOverlay
      className="veil"
      isDismissable
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
    >
      <Modal className={classes('modal', large && 'large')}>
        <Base className="dialog">
          <Heading slot="title" level={2}>
            {title}
          </Heading>
          {children}
        </Base>
      </Modal>
    </ModalOverlay>
  )
}
