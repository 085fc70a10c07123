import { parseArgs } from 'node:util'

export interface Options {
  readonly profiles: number
  readonly events: number
  readonly audiences: number
  /** Of each measurement under load. */
  readonly seconds: number
  /** Of the steady load: messages a second. */
  readonly rate: number
  /** Names of the sections to run. */
  readonly only: readonly string[]
  /** A folder in which the finished history is kept for the next run. */
  readonly base: string | undefined
  /** Where the figures are written. */
  readonly out: string
}

export const USAGE =
  'Try: npm run bench -- --profiles 100000 --events 2000000 --audiences 100 --seconds 60 --rate 2000 --only refresh,preview --base /somewhere --out figures.json'

/** What the issue asks for, unless the flags say otherwise. Throws with the reason for a flag that is wrong. */
export function readOptions(
  args: readonly string[],
  sections: readonly { readonly name: string; readonly isAside?: true }[],
): Options {
  const text = { type: 'string' } as const
  const { values } = parseArgs({
    args: [...args],
    options: {
      ...{ profiles: text, events: text, audiences: text, seconds: text, rate: text },
      ...{ only: text, base: text, out: text },
    },
  })
  const count = (name: 'profiles' | 'events' | 'audiences' | 'seconds' | 'rate', usual: number) => {
    const said = values[name]
    if (said === undefined) return usual
    const number = Number(said)
    if (!/^\d+$/.test(said) || number < 1)
      throw new Error(`--${name} takes a whole number from 1 on, and got "${said}".`)
    return number
  }
  const all = sections.map(({ name }) => name)
  const usual = sections.filter(({ isAside }) => isAside !== true).map(({ name }) => name)
  const only = values.only === 'all' ? all : (values.only?.split(',') ?? usual)
  const unknown = only.find((name) => !all.includes(name))
  if (unknown !== undefined)
    throw new Error(`There is no section "${unknown}". There are ${all.join(', ')}.`)
  const profiles = count('profiles', 1_000_000)
  const events = count('events', 20_000_000)
  if (events < profiles * 2)
    throw new Error('--events takes at least twice the number of profiles.')
  return {
    profiles,
    events,
    audiences: count('audiences', 100),
    seconds: count('seconds', 60),
    rate: count('rate', 2_000),
    only,
    base: values.base,
    out: values.out ?? `bench/results/${new Date().toISOString().replace(/[:.]/g, '-')}.json`,
  }
}
