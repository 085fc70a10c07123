/** The paths of a sparkline in a box, with room for the stroke: its line, and the area below it. Nothing for fewer than two values. */
export function sparkPath(
  values: readonly number[],
  width: number,
  height: number,
): { readonly line: string; readonly area: string } {
  if (values.length < 2) return { line: '', area: '' }
  const least = Math.min(...values)
  const most = Math.max(...values)
  const inset = 1.5
  const x = (index: number) => round((index / (values.length - 1)) * width)
  // A run that never changes lies in the middle.
  const part = (value: number) => (most === least ? 0.5 : (value - least) / (most - least))
  const y = (value: number) => round(height - inset - part(value) * (height - 2 * inset))
  const line = values.map((value, index) => `${index === 0 ? 'M' : 'L'}${x(index)} ${y(value)}`)
  return { line: line.join(''), area: `${line.join('')}L${width} ${height}L0 ${height}Z` }
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
