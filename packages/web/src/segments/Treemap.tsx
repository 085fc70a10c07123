import { useState } from 'react'
import { useWidth } from '../kit/index.ts'
import { treemap } from './treemap.ts'

export interface TreeCell {
  readonly id: string
  /** What decides its area; nothing is drawn for 0. */
  readonly size: number
  readonly name: string
  readonly text: string
  /** The whole of it in words: shown below while one stays on it, and read aloud. */
  readonly says: string
  /** How dark it is, from 0 to 1. */
  readonly weight: number
}

/** Cells whose areas are their sizes, the largest first; one of them is chosen by a press. */
export function Treemap({
  label,
  cells,
  chosen,
  onChoose,
  hint,
}: {
  readonly label: string
  readonly cells: readonly TreeCell[]
  readonly chosen: string | undefined
  readonly onChoose: (id: string) => void
  /** Stands below while one is on no cell. */
  readonly hint: string
}) {
  const [place, width] = useWidth()
  const [at, setAt] = useState<string>()
  const height = width < 480 ? 420 : 340
  const drawn = cells.filter(({ size }) => size > 0).sort((a, b) => b.size - a.size)
  const tiles =
    width === 0
      ? []
      : treemap(
          drawn.map(({ size }) => size),
          width,
          height,
        )
  const said = drawn.find(({ id }) => id === at)?.says
  return (
    <div className="stack tight">
      <div
        ref={place}
        className="treemap"
        role="group"
        aria-label={label}
        style={{ height }}
        onPointerLeave={() => {
          setAt(undefined)
        }}
      >
        {tiles.map((tile, index) => {
          const cell = drawn[index]
          if (cell === undefined) return null
          const { id, name, text, says, weight } = cell
          const isRoomy = tile.width > 64 && tile.height > 44
          return (
            <button
              key={id}
              type="button"
              className="tree-tile"
              aria-pressed={id === chosen}
              style={{
                ...{ left: tile.x, top: tile.y, width: tile.width, height: tile.height },
                background: `color-mix(in oklab, var(--accent) ${Math.round(8 + weight * 47)}%, var(--sunken))`,
              }}
              onFocus={() => {
                setAt(id)
              }}
              onPointerEnter={() => {
                setAt(id)
              }}
              onClick={() => {
                onChoose(id)
              }}
            >
              <span className="hidden-text">{says}</span>
              {isRoomy && (
                <>
                  <strong className="clip" aria-hidden>
                    {name}
                  </strong>
                  <span className="num clip" aria-hidden>
                    {text}
                  </span>
                </>
              )}
            </button>
          )
        })}
      </div>
      <p className="tree-says num small" aria-hidden>
        {said ?? <span className="muted">{hint}</span>}
      </p>
    </div>
  )
}
