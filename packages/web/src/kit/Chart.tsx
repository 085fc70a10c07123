import type * as Plot from '@observablehq/plot'
import { useEffect, useState } from 'react'
import { Skeleton } from './Surfaces.tsx'
import { useWidth } from './useWidth.ts'

/** The library, once it is there. */
export type PlotLibrary = typeof Plot

export interface ChartProps {
  /** What it shows, in words, for whoever does not see it. */
  readonly label: string
  readonly height: number
  /** Draws in so many pixels of width. It is called anew when it is another function, or the width changed. */
  readonly draw: (plot: PlotLibrary, width: number) => Element
}

/** A chart of Observable Plot, which comes when the first one is shown. */
export function Chart({ label, height, draw }: ChartProps) {
  const [place, width] = useWidth()
  const [plot, setPlot] = useState<PlotLibrary>()

  useEffect(() => {
    void import('@observablehq/plot').then(setPlot)
  }, [])
  useEffect(() => {
    const { current } = place
    if (current === null || plot === undefined || width === 0) return
    current.replaceChildren(draw(plot, width))
  }, [place, plot, width, draw])

  return (
    <figure role="img" aria-label={label} className="chart" style={{ minHeight: height }}>
      <div ref={place} aria-hidden />
      {plot === undefined && <Skeleton lines={4} />}
    </figure>
  )
}
