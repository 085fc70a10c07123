import type { ComputedTrait } from '@muster/client'
import { RefusedError } from '@muster/client'
import { checkComputedTrait } from '@muster/core'
import type { Json, TraitExpression } from '@muster/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { drafts } from '../builder/draft.ts'
import { checkContextOf } from '../builder/vocabulary.ts'
import type { Vocabulary } from '../builder/vocabulary.ts'
import { useClient } from '../data/client.ts'
import { Button, Dialog, Notice, TextField, toast } from '../kit/index.ts'

/** Asks how a new trait is called, and what it is for, and saves it. */
export function SaveTraitDialog({
  trait,
  expression,
  draftId,
  vocabulary,
  onClose,
}: {
  readonly trait: ComputedTrait | undefined
  readonly expression: TraitExpression
  readonly draftId: string
  readonly vocabulary: Vocabulary
  readonly onClose: () => void
}) {
  const client = useClient()
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const [name, setName] = useState(trait?.name ?? '')
  const [description, setDescription] = useState(trait?.description ?? '')

  const saving = useMutation({
    mutationFn: async () => {
      // A checked expression is plain JSON.
      const facts = { expression: expression as unknown as Json, description: description.trim() }
      const revision = trait?.edited?.revision
      return trait === undefined || revision === undefined
        ? client.traits.create({ ...facts, name: name.trim() })
        : client.traits.edit(trait.name, { ...facts, revision })
    },
    onSuccess: async (saved) => {
      drafts.drop(draftId)
      await queryClient.invalidateQueries({ queryKey: ['traits'] })
      toast(`“${saved.name}” is saved, and holds for everybody.`)
      await navigate({ to: '/traits/$name', params: { name: saved.name } })
    },
  })
  const refusal = refusalOf(saving.error)
  const nameFault =
    trait === undefined && name.trim() !== ''
      ? nameFaultOf(name.trim(), expression, vocabulary)
      : undefined
  const ofName = refusal?.problem.at[0] === 'name' ? refusal : undefined

  return (
    <Dialog
      title={trait === undefined ? 'Save the trait' : `Save “${trait.name}”`}
      isOpen
      onClose={onClose}
    >
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          saving.mutate()
        }}
      >
        {trait === undefined && (
          <TextField
            label="Name"
            value={name}
            onChange={(to) => {
              saving.reset()
              setName(to)
            }}
            hint="As conditions will name it, such as orders.recent. It stays."
            error={nameFault ?? ofName?.message}
            placeholder="orders.recent"
            isMono
            autoFocus
            isRequired
          />
        )}
        <TextField
          label="What it is for"
          value={description}
          onChange={setDescription}
          lines={2}
          hint="Whoever finds it in a year should know why it is there."
        />
        {trait !== undefined && trait.audiences.length > 0 && (
          <Notice>
            {trait.audiences.length === 1
              ? 'One audience rests on it and is'
              : `${trait.audiences.length} audiences rest on it and are`}{' '}
            computed anew: people may come and go.
          </Notice>
        )}
        {saving.error !== null && ofName === undefined && (
          <Notice tone="danger">
            {saving.error.message}
            {refusal?.problem.code === 'edited_meanwhile' &&
              ' Open it anew, and apply your change there.'}
          </Notice>
        )}
        <div className="dialog-actions">
          <Button onPress={onClose}>Cancel</Button>
          <Button
            look="primary"
            type="submit"
            isDisabled={
              (trait === undefined && name.trim() === '') ||
              nameFault !== undefined ||
              saving.isPending
            }
          >
            {saving.isPending ? 'Saving…' : 'Save'}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

/** What is wrong with a name, as the server would say it. */
function nameFaultOf(
  name: string,
  expression: TraitExpression,
  vocabulary: Vocabulary,
): string | undefined {
  if (vocabulary.traits.some((other) => other.name === name))
    return 'There is a trait of this name already. Take another name.'
  const checked = checkComputedTrait({ name, expression }, checkContextOf(vocabulary, undefined))
  return checked.ok ? undefined : checked.errors[0]?.message
}

function refusalOf(error: Error | null): RefusedError | undefined {
  return error instanceof RefusedError ? error : undefined
}
