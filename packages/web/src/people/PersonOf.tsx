import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useClient } from '../data/client.ts'
import { queries } from '../data/queries.ts'
import { personName } from './personName.ts'

/** The name of whom a profile id means, with the way to them. */
export function PersonOf({ profile }: { readonly profile: string }) {
  const { data } = useQuery({ ...queries.profile(useClient(), profile, 1), staleTime: 60_000 })
  const traits = Object.fromEntries(
    Object.entries(data?.traits ?? {}).map(([name, { value }]) => [name, value]),
  )
  const { name } = personName({ profile, traits, identifiers: data?.identifiers ?? [] })
  return (
    <Link to="/people/$profile" params={{ profile }} className="person-name">
      {data === undefined || name === 'Anonymous' ? `Profile ${profile}` : name}
    </Link>
  )
}
