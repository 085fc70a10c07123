import type { Place } from '@muster/core'
import { CircleAlert, CircleDashed, TriangleAlert } from 'lucide-react'
import { issuesWithin, useBuilding } from './building.ts'
import type { Severity } from './building.ts'
import { samePlace } from './state/tree.ts'

const icons: Readonly<Record<Severity, typeof CircleAlert>> = {
  unfinished: CircleDashed,
  wrong: CircleAlert,
  doubtful: TriangleAlert,
}
const MOST_SHOWN = 4

/** What is wrong, unfinished or doubtful in a row, under the row. */
export function Issues({
  at,
  isExact = false,
}: {
  readonly at: Place
  readonly isExact?: boolean
}) {
  const { issues } = useBuilding()
  const here = isExact
    ? issues.filter((issue) => samePlace(issue.at, at))
    : issuesWithin(issues, at)
  if (here.length === 0) return null
  return (
    <ul className="issues">
      {here.slice(0, MOST_SHOWN).map(({ code, at: place, message, severity }) => {
        const Icon = icons[severity]
        return (
          <li key={`${code} ${place.join('.')}`} className="issue" data-severity={severity}>
            <Icon size={13} aria-hidden />
            <span className="wrap">{message}</span>
          </li>
        )
      })}
      {here.length > MOST_SHOWN && <li className="issue">and {here.length - MOST_SHOWN} more</li>}
    </ul>
  )
}
