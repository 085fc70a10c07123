import type { Migration } from '@muster/client'

/** A state on one side of the picture, as a bar; lengths in the units of the drawing. */
export interface FlowBar {
  /** Place in the states; `null` is none of them. */
  readonly state: number | null
  readonly people: number
  readonly y: number
  readonly height: number
}

/** People who go from one bar to another, as a band between them: the upper edges at both ends, and its width. */
export interface FlowBand {
  readonly from: number | null
  readonly to: number | null
  readonly people: number
  readonly fromY: number
  readonly toY: number
  readonly height: number
}

export interface FlowLayout {
  readonly before: readonly FlowBar[]
  readonly after: readonly FlowBar[]
  readonly bands: readonly FlowBand[]
}

export interface FlowSize {
  readonly height: number
  /** Between two bars. */
  readonly gap: number
}

type Flow = Migration['flows'][number]
type State = number | null

/**
 * Two columns of bars, as long as there are people, and bands between them as in a Sankey diagram of two layers. Both columns have the states in
 * one order, none at the end; at a bar the bands leave and arrive in the order of their other ends, so that as few as possible cross.
 */
export function flowLayout(flows: readonly Flow[], { height, gap }: FlowSize): FlowLayout {
  const moving = flows.filter(({ people }) => people > 0)
  const total = moving.reduce((sum, { people }) => sum + people, 0)
  const [from, to] = [statesOf(moving, 'from'), statesOf(moving, 'to')]
  const gaps = gap * Math.max(0, Math.max(from.length, to.length) - 1)
  const scale = total === 0 ? 0 : (height - gaps) / total
  const before = barsOf(moving, 'from', from, scale, gap)
  const after = barsOf(moving, 'to', to, scale, gap)
  const taken = { from: new Map<State, number>(), to: new Map<State, number>() }
  const startOf = (bars: readonly FlowBar[], state: State) =>
    bars.find((bar) => bar.state === state)?.y ?? 0
  const bands = moving.toSorted(byBoth).map(({ from: one, to: other, people }): FlowBand => {
    const size = people * scale
    const fromY = startOf(before, one) + (taken.from.get(one) ?? 0)
    const toY = startOf(after, other) + (taken.to.get(other) ?? 0)
    taken.from.set(one, (taken.from.get(one) ?? 0) + size)
    taken.to.set(other, (taken.to.get(other) ?? 0) + size)
    return { ...{ from: one, to: other, people, fromY, toY }, height: size }
  })
  return { before, after, bands }
}

/** With more states than can be told apart the smallest of them are taken as one, which is called `rest`. */
export function foldStates(
  { states, flows }: Pick<Migration, 'states' | 'flows'>,
  most: number,
): { readonly names: readonly string[]; readonly flows: readonly Flow[] } {
  if (states.length <= most) return { names: states.map(({ name }) => name), flows }
  const sizeOf = (state: number) =>
    flows
      .filter(({ from, to }) => from === state || to === state)
      .reduce((sum, { people }) => sum + people, 0)
  const largest = states
    .map((_, state) => state)
    .sort((a, b) => sizeOf(b) - sizeOf(a))
    .slice(0, most - 1)
    .sort((a, b) => a - b)
  const rest = largest.length
  const place = (state: State): State => {
    if (state === null) return null
    const kept = largest.indexOf(state)
    return kept === -1 ? rest : kept
  }
  const folded = new Map<string, Flow>()
  for (const { from, to, people } of flows) {
    const flow = { from: place(from), to: place(to) }
    const key = JSON.stringify(flow)
    folded.set(key, { ...flow, people: people + (folded.get(key)?.people ?? 0) })
  }
  return {
    names: [...largest.map((state) => states[state]?.name ?? ''), `${states.length - rest} others`],
    flows: [...folded.values()],
  }
}

function statesOf(flows: readonly Flow[], side: 'from' | 'to'): readonly State[] {
  return [...new Set(flows.map((flow) => flow[side]))].sort(byPlace)
}

function barsOf(
  flows: readonly Flow[],
  side: 'from' | 'to',
  states: readonly State[],
  scale: number,
  gap: number,
): readonly FlowBar[] {
  let y = 0
  return states.map((state) => {
    const people = flows
      .filter((flow) => flow[side] === state)
      .reduce((sum, flow) => sum + flow.people, 0)
    const bar = { state, people, y, height: people * scale }
    y += bar.height + gap
    return bar
  })
}

function byPlace(a: State, b: State): number {
  return (a ?? Infinity) === (b ?? Infinity) ? 0 : (a ?? Infinity) - (b ?? Infinity)
}

function byBoth(a: Flow, b: Flow): number {
  return byPlace(a.from, b.from) || byPlace(a.to, b.to)
}
