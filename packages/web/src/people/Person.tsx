import type { ProfileSummary } from '@muster/client'
import { Link } from '@tanstack/react-router'
import { personName } from './personName.ts'

/** Somebody in a row of a table: name, how to reach them, and the way to their profile. */
export function Person({ person }: { readonly person: ProfileSummary }) {
  const { name, more } = personName(person)
  return (
    <div className="person">
      <span className="avatar" aria-hidden data-tone={Number(BigInt(person.profile) % 5n)}>
        {name.slice(0, 1).toUpperCase()}
      </span>
      <div className="clip">
        <Link to="/people/$profile" params={{ profile: person.profile }} className="person-name">
          {name}
        </Link>
        <div className="muted small clip">{more}</div>
      </div>
    </div>
  )
}
