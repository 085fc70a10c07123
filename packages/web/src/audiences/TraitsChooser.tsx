import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { pathItems } from '../builder/seen.ts'
import { traitsOf } from '../builder/vocabulary.ts'
import { useClient } from '../data/client.ts'
import { queries } from '../data/queries.ts'
import { Button, Picker } from '../kit/index.ts'
import { canBeAsked } from './shownTraits.ts'

const MOST = 8

/** Which traits are shown beside people, sent and computed ones. */
export function TraitsChooser({
  value,
  onChange,
}: {
  readonly value: readonly string[]
  readonly onChange: (names: readonly string[]) => void
}) {
  const client = useClient()
  const catalogue = useQuery(queries.catalogue(client)).data
  const traits = useQuery(queries.traits(client)).data
  const seen =
    catalogue && traits ? traitsOf({ catalogue, traits, audiences: [], lists: [] }, false) : []
  return (
    <div className="row" role="group" aria-label="Traits that are shown">
      {value.map((name) => (
        <Button
          key={name}
          small
          aria-label={`Without ${name}`}
          onPress={() => {
            onChange(value.filter((other) => other !== name))
          }}
        >
          {name}
          <X size={13} aria-hidden />
        </Button>
      ))}
      {value.length < MOST && (
        <Picker
          label="Show a trait"
          value=""
          items={pathItems(seen.filter(({ path }) => canBeAsked(path) && !value.includes(path)))}
          placeholder={value.length === 0 ? 'Choose traits to show' : 'add'}
          emptyText="No other trait is known."
          onPick={(name) => {
            onChange([...value, name])
          }}
        />
      )}
    </div>
  )
}
