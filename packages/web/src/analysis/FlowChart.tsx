import type { Migration } from '@muster/client'
import { useState } from 'react'
import { useWidth } from '../kit/index.ts'
import { formatCount, formatPart, formatPeople } from '../format/number.ts'
import { flowLayout, foldStates } from './flowLayout.ts'
import type { FlowBar } from './flowLayout.ts'
import { NONE, stateName } from './migrationGrid.ts'

const MOST_STATES = 12
const BAR = 12
const TONES = 5

/** Who went where, as bands between the states then and the states later. The matrix below says the same in numbers. */
export function FlowChart({ migration }: { readonly migration: Migration }) {
  const [place, width] = useWidth()
  const [on, setOn] = useState<string>()

  const states = migration.states.map((state) => ({ ...state, name: stateName(state) }))
  const { names, flows } = foldStates({ states, flows: migration.flows }, MOST_STATES)
  const nameOf = (state: number | null) => (state === null ? NONE : (names[state] ?? ''))
  const rows = new Set(flows.flatMap(({ from, to }) => [from, to])).size
  const height = Math.max(180, rows * 46)
  const { before, after, bands } = flowLayout(flows, { height, gap: 18 })
  const side = Math.min(220, Math.max(114, width * 0.2))
  const [left, right] = [side, Math.max(side + 60, width - side)]
  const middle = (left + right) / 2
  const said = bands.find(({ from, to }) => `${from} ${to}` === on)

  return (
    <figure className="stack tight">
      <div ref={place}>
        {width > 0 && (
          <svg
            className="flows"
            viewBox={`0 -6 ${width} ${height + 12}`}
            height={height + 12}
            role="img"
            aria-label={`${formatPeople(migration.people)} between ${before.length} states then and ${after.length} later, of whom ${formatCount(migration.stayed)} stayed where they were. The matrix has every number.`}
            onPointerLeave={() => {
              setOn(undefined)
            }}
          >
            {bands.map(({ from, to, people, fromY, toY, height: size }) => {
              const key = `${from} ${to}`
              const [x0, x1] = [left + BAR, right - BAR]
              return (
                <path
                  key={key}
                  className="flow-ribbon"
                  data-on={key === on}
                  fill={toneOf(from)}
                  d={`M${x0},${fromY}C${middle},${fromY} ${middle},${toY} ${x1},${toY}v${Math.max(size, 0.75)}C${middle},${toY + size} ${middle},${fromY + size} ${x0},${fromY + size}Z`}
                  onPointerEnter={() => {
                    setOn(key)
                  }}
                >
                  <title>{`${nameOf(from)} to ${nameOf(to)}: ${formatPeople(people)}`}</title>
                </path>
              )
            })}
            <Bars bars={before} x={left} isLeft {...{ nameOf }} room={side} />
            <Bars bars={after} x={right - BAR} isLeft={false} {...{ nameOf }} room={side} />
          </svg>
        )}
      </div>
      <figcaption className="heat-says num">
        {said === undefined ? (
          <span className="muted">Stay on a band to read how many they are.</span>
        ) : (
          `From ${nameOf(said.from)} to ${nameOf(said.to)}: ${formatPeople(said.people)}, ${formatPart(said.people, migration.people)} of all.`
        )}
      </figcaption>
    </figure>
  )
}

function Bars({
  bars,
  x,
  isLeft,
  nameOf,
  room,
}: {
  readonly bars: readonly FlowBar[]
  readonly x: number
  readonly isLeft: boolean
  readonly nameOf: (state: number | null) => string
  /** For the names beside the bars. */
  readonly room: number
}) {
  return bars.map(({ state, people, y, height }) => {
    // A letter takes about so much.
    const most = Math.floor((room - 20) / 6.6) - formatCount(people).length - 1
    const name = nameOf(state)
    const at = { x: isLeft ? x - 8 : x + BAR + 8, y: y + height / 2 }
    return (
      <g key={String(state)}>
        <rect {...{ x, y }} width={BAR} height={Math.max(1, height)} rx={2} fill={toneOf(state)} />
        <text x={at.x} y={at.y + 4} textAnchor={isLeft ? 'end' : 'start'}>
          {name.length > most ? `${name.slice(0, most - 1)}…` : name}
          <tspan className="flow-people" dx={6}>
            {formatCount(people)}
          </tspan>
          <title>{`${name}: ${formatPeople(people)}`}</title>
        </text>
      </g>
    )
  })
}

function toneOf(state: number | null): string {
  return state === null ? 'var(--text-3)' : `var(--tone-${(state % TONES) + 1})`
}
