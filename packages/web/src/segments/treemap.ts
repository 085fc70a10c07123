/** A rectangle in the units of the whole. */
export interface Tile {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/**
 * Divides a rectangle among weights, each area in proportion, as near to squares as rows allow (M. Bruls, K. Huizing, J. J. van Wijk, Squarified
 * Treemaps, 2000). The tiles stand in the order of the weights; for good shapes the largest weight comes first. Weights are positive.
 */
export function treemap(
  weights: readonly number[],
  width: number,
  height: number,
): readonly Tile[] {
  const whole = weights.reduce((sum, weight) => sum + weight, 0)
  const areas = weights.map((weight) => (weight / whole) * width * height)
  const tiles: Tile[] = []
  let free: Tile = { x: 0, y: 0, width, height }
  let at = 0
  while (at < areas.length) {
    const side = Math.min(free.width, free.height)
    let count = 1
    while (
      at + count < areas.length &&
      worst(areas.slice(at, at + count + 1), side) <= worst(areas.slice(at, at + count), side)
    )
      count++
    const row = areas.slice(at, at + count)
    const placed = placeRow(row, free)
    tiles.push(...placed.tiles)
    free = placed.free
    at += count
  }
  return tiles
}

/** The largest ratio of sides in a row of areas along a side. */
function worst(areas: readonly number[], side: number): number {
  const thickness = areas.reduce((sum, area) => sum + area, 0) / side
  return Math.max(
    ...areas.map((area) => {
      const length = area / thickness
      return Math.max(length / thickness, thickness / length)
    }),
  )
}

/** A row along the shorter side of what is free, and what is free then. */
function placeRow(
  areas: readonly number[],
  free: Tile,
): { readonly tiles: readonly Tile[]; readonly free: Tile } {
  const isUpright = free.width >= free.height
  const side = isUpright ? free.height : free.width
  const thickness = areas.reduce((sum, area) => sum + area, 0) / side
  let along = 0
  const tiles = areas.map((area): Tile => {
    const length = area / thickness
    const tile = isUpright
      ? { x: free.x, y: free.y + along, width: thickness, height: length }
      : { x: free.x + along, y: free.y, width: length, height: thickness }
    along += length
    return tile
  })
  return {
    tiles,
    free: isUpright
      ? { ...free, x: free.x + thickness, width: free.width - thickness }
      : { ...free, y: free.y + thickness, height: free.height - thickness },
  }
}
