import type { AudienceVersion } from '@muster/client'
import { describe } from '@muster/core'
import type { Definition } from '@muster/core'
import { useQuery } from '@tanstack/react-query'
import { useClient } from '../data/client.ts'
import { queries } from '../data/queries.ts'
import { useNames } from '../data/useNames.ts'
import { useTimeFormat } from '../data/useTimeFormat.ts'
import { prettyJson } from '../format/json.ts'
import { Badge, Card, ErrorState, Skeleton } from '../kit/index.ts'
import { diffLines } from './diff.ts'

/** Every version with what it says and what is different from the one before. */
export function Versions({
  id,
  inForce,
}: {
  readonly id: string
  readonly inForce: number | null
}) {
  const { data, error } = useQuery(queries.versions(useClient(), id))
  const names = useNames()
  const time = useTimeFormat()
  if (error !== null) return <ErrorState error={error} />
  if (data === undefined) return <Skeleton lines={6} />
  const newest = [...data].sort((a, b) => b.version - a.version)
  return (
    <div className="stack">
      {newest.map((version, index) => (
        <Card
          key={version.version}
          title={`Version ${version.version}`}
          aside={
            <span className="row">
              {version.version === inForce && <Badge tone="good">In force</Badge>}
              <span className="muted small num">
                {time.minute(version.createdAt)} by {version.createdBy}
              </span>
            </span>
          }
        >
          <div className="stack">
            {version.note !== '' && <p className="soft">{version.note}</p>}
            {/* What is stored has been checked. */}
            <p>{describe(version.definition as Definition, names)}</p>
            <Difference version={version} before={newest[index + 1]} />
          </div>
        </Card>
      ))}
    </div>
  )
}

function Difference({
  version,
  before,
}: {
  readonly version: AudienceVersion
  readonly before: AudienceVersion | undefined
}) {
  const linesOf = ({ definition }: AudienceVersion) => prettyJson(definition).split('\n')
  const lines = diffLines(
    before === undefined ? linesOf(version) : linesOf(before),
    linesOf(version),
  )
  const signs = { both: ' ', old: '−', new: '+' }
  return (
    <pre className="diff" tabIndex={0} aria-label={`Definition of version ${version.version}`}>
      {lines.map(({ side, text }, index) => (
        <span key={index} className="diff-line" data-side={side}>
          {signs[side]} {text}
        </span>
      ))}
    </pre>
  )
}
