import type { Identity, Profile } from '@muster/client'
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useClient } from '../data/client.ts'
import { Button, Choice, Dialog, ErrorState, Notice, Skeleton, toast } from '../kit/index.ts'
import { identifierText } from './identityGraph.ts'
import { UnmergeEffect } from './UnmergeEffect.tsx'
import { unmergePlan } from './unmergePlan.ts'
import type { Split } from './unmergePlan.ts'

const targets = [
  { id: '0', text: 'stays here' },
  { id: '1', text: 'new profile A' },
  { id: '2', text: 'new profile B' },
  { id: '3', text: 'new profile C' },
] as const

/** Takes a profile apart: asks who is who, shows what comes of it, and does it. */
export function UnmergeDialog({
  profile,
  identity,
  isOpen,
  onClose,
}: {
  readonly profile: Profile
  readonly identity: Identity
  readonly isOpen: boolean
  readonly onClose: () => void
}) {
  const client = useClient()
  const queryClient = useQueryClient()
  const [split, setSplit] = useState<Split>(() => identity.identifiers.map(() => 0))
  const plan = unmergePlan(identity, split)
  const groups = plan?.groups ?? []
  const foretold = useQuery({
    queryKey: ['unmerge preview', profile.profile, groups],
    queryFn: ({ signal }) => client.profiles.previewUnmerge(profile.profile, groups, signal),
    enabled: plan !== undefined,
    placeholderData: keepPreviousData,
  })
  const doing = useMutation({
    mutationFn: () => client.profiles.unmerge(profile.profile, groups),
    onSuccess: async (profiles) => {
      toast(`There are ${profiles.length} profiles now. Their audiences follow at once.`)
      onClose()
      for (const name of ['profile', 'identity', 'explain']) {
        await queryClient.invalidateQueries({ queryKey: [name] })
      }
    },
  })
  return (
    <Dialog title="Take this profile apart" isOpen={isOpen} onClose={onClose} large>
      <p className="soft">
        Say which identifiers are somebody else’s. The decision stays: evidence never joins them
        again, only a person can.
      </p>
      <ul className="stack">
        {identity.identifiers.map(({ identifier }, index) => (
          <li key={identifierText(identifier)} className="row apart">
            <span className="grow wrap">
              <span className="muted">{identifier.kind.replaceAll('_', ' ')}</span>{' '}
              {identifier.value}
            </span>
            <Choice
              label={`Where ${identifierText(identifier)} goes`}
              value={String(split[index] ?? 0) as (typeof targets)[number]['id']}
              options={targets}
              onChange={(id) => {
                setSplit(split.with(index, Number(id)))
              }}
            />
          </li>
        ))}
      </ul>
      {plan === undefined ? (
        <Notice>Send at least one identifier to a new profile, and leave at least one here.</Notice>
      ) : (
        <div className="stack" aria-live="polite">
          <h3>What comes of it</h3>
          {foretold.error !== null ? (
            <ErrorState error={foretold.error} onRetry={() => void foretold.refetch()} />
          ) : foretold.data === undefined ? (
            <Skeleton lines={4} />
          ) : (
            <UnmergeEffect preview={foretold.data} />
          )}
          <p className="muted small">
            Each event goes with the identifier that it came by, so each profile keeps exactly its
            own past. Audiences are those that its own evidence makes it a member of now.
          </p>
        </div>
      )}
      {doing.error !== null && <Notice tone="danger">{doing.error.message}</Notice>}
      {doing.data !== undefined && (
        <ul>
          {doing.data.map((id) => (
            <li key={id}>
              <Link to="/people/$profile" params={{ profile: id }}>
                Profile {id}
              </Link>
            </li>
          ))}
        </ul>
      )}
      <div className="dialog-actions">
        <Button onPress={onClose}>Cancel</Button>
        <Button
          look="danger"
          isDisabled={plan === undefined || doing.isPending}
          onPress={() => {
            doing.mutate()
          }}
        >
          {doing.isPending ? 'Taking apart…' : 'Take apart'}
        </Button>
      </div>
    </Dialog>
  )
}
