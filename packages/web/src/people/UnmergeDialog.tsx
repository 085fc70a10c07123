import type { Identity, Profile } from '@muster/client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useClient } from '../data/client.ts'
import { Button, Choice, Dialog, Notice, toast } from '../kit/index.ts'
import { identifierText } from './identityGraph.ts'
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
  const memberOf = profile.audiences.filter(({ member }) => member)
  const doing = useMutation({
    mutationFn: () => client.profiles.unmerge(profile.profile, plan?.groups ?? []),
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
          <ul className="stack tight">
            <li>
              Profile {profile.profile} keeps {plan.staying.map(identifierText).join(', ')}.
            </li>
            {plan.groups.map((group, index) => (
              <li key={index}>A profile of its own gets {group.map(identifierText).join(', ')}.</li>
            ))}
            <li>
              Each event goes with the identifier that it came by, so each profile keeps exactly its
              own past.
            </li>
            <li>
              {memberOf.length === 0
                ? 'It is in no audience now; each profile may enter some.'
                : `The ${memberOf.length} audiences that it is in are decided anew for each: ${memberOf.map(({ name }) => name).join(', ')}.`}
            </li>
          </ul>
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
