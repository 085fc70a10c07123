import type { Audience } from '@muster/client'
import { RefusedError } from '@muster/client'
import type { Definition, Json } from '@muster/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useClient } from '../data/client.ts'
import { Button, Dialog, Notice, Switch, TextField, toast } from '../kit/index.ts'
import { drafts } from './draft.ts'
import type { Naming } from './draftLink.ts'

/** Asks how a new audience is called, or what is different in an old one, and saves it. */
export function SaveDialog({
  audience,
  definition,
  draftId,
  named = {},
  isOpen,
  onClose,
}: {
  readonly audience: Audience | undefined
  readonly definition: Definition
  readonly draftId: string
  readonly named?: Naming | undefined
  readonly isOpen: boolean
  readonly onClose: () => void
}) {
  const client = useClient()
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const [name, setName] = useState(audience?.name ?? named.name ?? '')
  const [description, setDescription] = useState(audience?.description ?? named.description ?? '')
  const [tags, setTags] = useState(audience?.tags.join(', ') ?? '')
  const [note, setNote] = useState('')
  const [isLive, setLive] = useState(audience === undefined || audience.state === 'live')

  const saving = useMutation({
    mutationFn: () => {
      const draft = {
        ...{ name: name.trim(), description: description.trim(), tags: tagsOf(tags) },
        // A checked definition is plain JSON.
        definition: definition as Json,
        state: isLive ? ('live' as const) : ('draft' as const),
      }
      return audience === undefined
        ? client.audiences.create(draft)
        : client.audiences.edit(audience.id, { ...draft, note, revision: audience.revision })
    },
    onSuccess: async (saved) => {
      drafts.drop(draftId)
      queryClient.setQueryData(['audience', saved.id], saved)
      await queryClient.invalidateQueries({ queryKey: ['audiences'] })
      await queryClient.invalidateQueries({ queryKey: ['versions', saved.id] })
      toast(saved.state === 'live' ? `“${saved.name}” is live.` : `“${saved.name}” is saved.`)
      await navigate({ to: '/audiences/$id', params: { id: saved.id } })
    },
  })
  const conflict =
    saving.error instanceof RefusedError && saving.error.status === 409
      ? ' Copy a link to what you built, open the audience anew, and apply it there.'
      : ''

  return (
    <Dialog
      title={audience === undefined ? 'Save the audience' : `Save “${audience.name}”`}
      isOpen={isOpen}
      onClose={onClose}
    >
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          saving.mutate()
        }}
      >
        <TextField label="Name" value={name} onChange={setName} autoFocus isRequired />
        <TextField
          label="What it is for"
          value={description}
          onChange={setDescription}
          lines={2}
          hint="Whoever finds it in a year should know why it is there."
        />
        <TextField label="Tags" value={tags} onChange={setTags} hint="With commas between them." />
        {audience !== undefined && (
          <TextField
            label="What is different"
            value={note}
            onChange={setNote}
            hint="Kept with the version."
          />
        )}
        <Switch label="Keep it true from now on" isOn={isLive} onChange={setLive} />
        {saving.error !== null && (
          <Notice tone="danger">
            {saving.error.message}
            {conflict}
          </Notice>
        )}
        <div className="dialog-actions">
          <Button onPress={onClose}>Cancel</Button>
          <Button look="primary" type="submit" isDisabled={name.trim() === '' || saving.isPending}>
            {saving.isPending ? 'Saving…' : 'Save'}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

function tagsOf(text: string): readonly string[] {
  return [...new Set(text.split(',').map((tag) => tag.trim()))].filter((tag) => tag !== '')
}
