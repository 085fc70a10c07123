import type { Reject } from '@muster/client'
import { parseJson } from '@muster/core'
import type { Json } from '@muster/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useClient } from '../data/client.ts'
import { prettyJson } from '../format/json.ts'
import { Button, Dialog, Notice, TextField, toast } from '../kit/index.ts'
import { outcomeWords } from './outcome.ts'

/** A rejected message to be mended and sent again. It stays open until it is taken. */
export function MendDialog({
  reject,
  mayMend,
  onClose,
}: {
  readonly reject: Reject
  readonly mayMend: boolean
  readonly onClose: () => void
}) {
  const client = useClient()
  const queryClient = useQueryClient()
  const [text, setText] = useState(() => prettyJson(reject.body))
  const parsed = parseJson(text)
  const sending = useMutation({
    mutationFn: (corrected: Json) => client.rejects.replay([{ id: reject.id, corrected }]),
    onSuccess: async (replayed) => {
      await queryClient.invalidateQueries({ queryKey: ['rejects'] })
      if (replayed.every(({ outcome }) => outcome === 'accepted' || outcome === 'duplicate')) {
        toast(`${outcomeWords(replayed)}.`)
        onClose()
      }
    },
  })
  const [result] = sending.data ?? []
  return (
    <Dialog title="A rejected message" isOpen onClose={onClose} large>
      <Notice tone="warn">
        {reject.at.length > 0 && <code>{reject.at.join('.')}: </code>}
        {reject.message}
      </Notice>
      <TextField
        label="Message"
        value={text}
        onChange={setText}
        lines={16}
        isMono
        error={parsed.ok ? undefined : parsed.message}
      />
      {result !== undefined && (
        <Notice tone="danger">
          {outcomeWords([result])}: {result.reason?.message ?? 'Try again.'}
        </Notice>
      )}
      {sending.error !== null && <Notice tone="danger">{sending.error.message}</Notice>}
      <div className="dialog-actions">
        <Button onPress={onClose}>Close</Button>
        {mayMend && (
          <Button
            look="primary"
            isDisabled={!parsed.ok || sending.isPending}
            onPress={() => {
              if (parsed.ok) sending.mutate(parsed.value)
            }}
          >
            {sending.isPending ? 'Sending…' : 'Send again'}
          </Button>
        )}
      </div>
    </Dialog>
  )
}
