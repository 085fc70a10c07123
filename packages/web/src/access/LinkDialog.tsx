import type { MadeLinkSent } from '@muster/client'
import { Copy } from 'lucide-react'
import { useTimeFormat } from '../data/useTimeFormat.ts'
import { Button, Dialog, TextField, toast } from '../kit/index.ts'

/** A one-time link, to be copied and sent: it is shown this once. */
export function LinkDialog({
  made,
  onClose,
}: {
  readonly made: { readonly link: MadeLinkSent; readonly forWhom: string } | undefined
  readonly onClose: () => void
}) {
  return (
    <Dialog
      title={made === undefined ? '' : `A link for ${made.forWhom}`}
      isOpen={made !== undefined}
      onClose={onClose}
    >
      {made !== undefined && <Link link={made.link} onClose={onClose} />}
    </Dialog>
  )
}

function Link({ link, onClose }: { readonly link: MadeLinkSent; readonly onClose: () => void }) {
  const time = useTimeFormat()
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(link.link)
      toast('The link is in the clipboard.')
    } catch {
      toast('The browser does not let it be copied. Mark it, and copy it yourself.')
    }
  }
  return (
    <div className="stack">
      <p className="soft">
        Send it yourself; nothing is mailed. It works once, until {time.minute(link.expiresAt)}, and
        it is shown only now.
      </p>
      <TextField label="Link" value={link.link} isReadOnly isMono />
      <div className="dialog-actions">
        <Button onPress={onClose}>Done</Button>
        <Button look="primary" autoFocus onPress={() => void copy()}>
          <Copy size={15} aria-hidden />
          Copy the link
        </Button>
      </div>
    </div>
  )
}
