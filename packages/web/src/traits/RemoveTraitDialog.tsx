import type { ComputedTrait } from '@muster/client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useClient } from '../data/client.ts'
import { Button, Dialog, Notice, toast } from '../kit/index.ts'
import { UsedBy } from './UsedBy.tsx'

/** Asks whether a trait is to go. It stays as long as something rests on it. */
export function RemoveTraitDialog({
  trait,
  isOpen,
  onClose,
}: {
  readonly trait: ComputedTrait
  readonly isOpen: boolean
  readonly onClose: () => void
}) {
  const { name, audiences, traits } = trait
  const client = useClient()
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const removing = useMutation({
    mutationFn: () => client.traits.remove(name),
    onSuccess: async () => {
      await navigate({ to: '/traits' })
      queryClient.removeQueries({ queryKey: ['traits', name] })
      await queryClient.invalidateQueries({ queryKey: ['traits'] })
      toast(`“${name}” is removed.`)
    },
  })
  const isUsed = audiences.length + traits.length > 0
  return (
    <Dialog title={`Remove “${name}”?`} isOpen={isOpen} onClose={onClose}>
      {isUsed ? (
        <Notice tone="warn">
          It is in use, and whoever uses it would mean nothing without it. Change these first:{' '}
          <UsedBy trait={trait} />
        </Notice>
      ) : (
        <p className="soft">
          Nothing rests on it. Its values are computed and not kept, so defining it again brings
          them back.
        </p>
      )}
      {removing.error !== null && <Notice tone="danger">{removing.error.message}</Notice>}
      <div className="dialog-actions">
        <Button onPress={onClose}>Cancel</Button>
        <Button
          look="danger"
          isDisabled={isUsed || removing.isPending}
          onPress={() => {
            removing.mutate()
          }}
        >
          Remove
        </Button>
      </div>
    </Dialog>
  )
}
