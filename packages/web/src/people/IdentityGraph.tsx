import type { Identity } from '@muster/client'
import { useTimeFormat } from '../data/useTimeFormat.ts'
import { shortJson } from '../format/json.ts'
import { Badge } from '../kit/index.ts'
import { identityDrawing, logWords } from './identityGraph.ts'

const WIDTH = 640
const HEIGHT = 320
const MIDDLE = { x: WIDTH / 2, y: HEIGHT / 2 }
/** Room for the names beside the points. */
const RADIUS = { x: 190, y: 118 }

const tones: Readonly<Record<string, number>> = {
  ...{ user_id: 1, email: 2, phone: 3, device_id: 4, anonymous_id: 5 },
}

/** The identifiers of a profile and what joined them, drawn and told. */
export function IdentityGraph({ identity }: { readonly identity: Identity }) {
  const time = useTimeFormat()
  const { points, lines } = identityDrawing(identity)
  const place = (index: number) => {
    const { x = 0, y = 0 } = points[index] ?? {}
    return { x: MIDDLE.x + x * RADIUS.x, y: MIDDLE.y + y * RADIUS.y }
  }
  return (
    <div className="stack wide">
      <figure>
        <div className="graph-scroll" role="region" aria-label="Drawing" tabIndex={0}>
          <svg
            className="identity-graph"
            viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
            role="img"
            aria-label={`${points.length} identifiers, joined by ${lines.length} links. The list below says what joined them.`}
          >
            {lines.map(({ from, to, kind, why }) => {
              const [a, b] = [place(from), place(to)]
              return (
                <line
                  key={`${from} ${to}`}
                  {...{ x1: a.x, y1: a.y, x2: b.x, y2: b.y }}
                  className={`identity-line ${kind}`}
                >
                  <title>{why}</title>
                </line>
              )
            })}
            {points.map(({ identifier, firstSeenAt, x }, index) => {
              const at = place(index)
              const side = x < -0.1 ? 'end' : x > 0.1 ? 'start' : 'middle'
              const shift = { end: -13, start: 13, middle: 0 }[side]
              const down = side === 'middle' ? (at.y < MIDDLE.y ? -24 : 24) : 0
              const tone = tones[identifier.kind] ?? 5
              return (
                <g key={`${identifier.kind} ${identifier.value}`}>
                  <circle cx={at.x} cy={at.y} r={8} fill={`var(--tone-${tone})`} />
                  <text
                    x={at.x + shift}
                    y={at.y + down - 3}
                    textAnchor={side}
                    className="identity-kind"
                  >
                    {identifier.kind.replaceAll('_', ' ')}
                  </text>
                  <text
                    x={at.x + shift}
                    y={at.y + down + 11}
                    textAnchor={side}
                    className="identity-value"
                  >
                    {shortJson(identifier.value, 26)}
                  </text>
                  <title>{`${identifier.value}, first seen ${time.minute(firstSeenAt)}`}</title>
                </g>
              )
            })}
          </svg>
        </div>
        <figcaption className="row muted small">
          <span>
            <i className="line-sample seen_together" /> one message brought both
          </span>
          <span>
            <i className="line-sample merged" /> two profiles became one
          </span>
          <span>
            <i className="line-sample came_later" /> came with what was known already
          </span>
        </figcaption>
      </figure>
      {identity.log.length > 0 && (
        <ol className="stack">
          {identity.log.map((entry) => (
            <li key={entry.seq} className="row top fixed">
              <Badge {...(entry.kind === 'unmerged' && { tone: 'warn' as const })}>
                {entry.kind.replaceAll('_', ' ')}
              </Badge>
              <div className="grow wrap">
                {logWords(entry)}
                <div className="muted small num">{time.second(entry.at)}</div>
              </div>
            </li>
          ))}
        </ol>
      )}
    </div>
  )
}
