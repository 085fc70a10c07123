import type { Json, JsonObject } from '@muster/core'
import type { CountedType, Counter, Part, Sample } from './counter.ts'
import type { CatalogueLimits } from './limits.ts'
import { typeOfValue } from './typeOfValue.ts'

/** Finds or makes counters, and counts; the tree only knows where. */
export interface Tally {
  readonly counter: (part: Part, event: string, path: string, type: CountedType) => Counter
  readonly count: (counter: Counter, at: number) => void
}

/** One path with its counters by type, and the paths below it. Walking the tree beside a value spares putting paths together. */
interface PathNode {
  readonly path: string
  readonly counters: Map<CountedType, Counter>
  readonly keys: Map<string, PathNode>
  elements: PathNode | undefined
}

/** The paths of one event's properties, or of traits. */
export interface PathTree {
  /** Counts every value of an object, down to the limits. */
  readonly count: (object: JsonObject, at: number) => void
  /** The counter of a path that the table knows, made without regard to the limits. */
  readonly restore: (path: string, type: CountedType) => Counter
  /** All counters, in the order in which they were first seen. */
  readonly counters: () => Iterable<Counter>
}

export function createPathTree(
  part: Part,
  event: string,
  limits: CatalogueLimits,
  tally: Tally,
): PathTree {
  const byPath = new Map<string, PathNode>()
  const keys = new Map<string, PathNode>()
  let beyondKeys: Counter | undefined

  /** Two ways may lead to one path, since a key may hold dots: they share its node. */
  const nodeAt = (path: string, evenBeyond: boolean): PathNode | undefined => {
    const known = byPath.get(path)
    if (known !== undefined) return known
    if (!evenBeyond && byPath.size >= limits.paths) return undefined
    const node: PathNode = { path, counters: new Map(), keys: new Map(), elements: undefined }
    byPath.set(path, node)
    return node
  }
  const counterOf = (node: PathNode, type: CountedType): Counter => {
    let counter = node.counters.get(type)
    if (counter === undefined) {
      counter = tally.counter(part, event, node.path, type)
      node.counters.set(type, counter)
    }
    return counter
  }
  const child = (parent: PathNode, key: string): PathNode | undefined => {
    let node = parent.keys.get(key)
    if (node === undefined) {
      node = nodeAt(`${parent.path}.${key}`, false)
      if (node !== undefined) parent.keys.set(key, node)
    }
    return node
  }
  const elementOf = (parent: PathNode): PathNode | undefined =>
    (parent.elements ??= nodeAt(`${parent.path}[]`, false))

  const countBelow = (
    root: PathNode,
    node: PathNode | undefined,
    value: Json,
    depth: number,
    at: number,
  ): void => {
    if (value === null) return
    if (node === undefined) {
      tally.count(counterOf(root, 'beyond'), at)
      return
    }
    const type = typeOfValue(value)
    const counter = counterOf(node, type)
    tally.count(counter, at)
    if (typeof value !== 'object') {
      keepSample(counter, value, limits)
      return
    }
    if (depth >= limits.depth) {
      if (hasContent(value)) tally.count(counterOf(root, 'beyond'), at)
      return
    }
    if (isArray(value)) {
      const looked = Math.min(value.length, limits.elements)
      for (let i = 0; i < looked; i++) {
        countBelow(root, elementOf(node), value[i] ?? null, depth + 1, at)
      }
      return
    }
    for (const key of Object.keys(value)) {
      countBelow(root, child(node, key), value[key] ?? null, depth + 1, at)
    }
  }

  return {
    count: (object, at) => {
      for (const key of Object.keys(object)) {
        const value = object[key] ?? null
        if (value === null) continue
        let node = keys.get(key)
        if (node === undefined) {
          node = nodeAt(key, false)
          if (node === undefined) {
            beyondKeys ??= tally.counter(part, event, '', 'beyond_keys')
            tally.count(beyondKeys, at)
            continue
          }
          keys.set(key, node)
        }
        countBelow(node, node, value, 1, at)
      }
    },
    restore: (path, type) => {
      if (type === 'beyond_keys') return (beyondKeys ??= tally.counter(part, event, '', type))
      const node = nodeAt(path, true)
      if (node === undefined) throw new Error('a path of the table is always kept')
      return counterOf(node, type)
    },
    *counters() {
      for (const node of byPath.values()) yield* node.counters.values()
      if (beyondKeys !== undefined) yield beyondKeys
    },
  }
}

function keepSample(counter: Counter, value: Sample, limits: CatalogueLimits): void {
  const { samples } = counter
  if (samples.length >= limits.samples || samples.includes(value)) return
  if (typeof value === 'string' && value.length > limits.sampleLength) return
  samples.push(value)
}

const hasContent = (value: object): boolean => Object.keys(value).length > 0

/** `Array.isArray` does not narrow readonly arrays. */
const isArray = (value: Json): value is readonly Json[] => Array.isArray(value)
