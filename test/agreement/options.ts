/** How many histories `npm test` lets happen; `npm run fuzz -- --cases` takes more. */
const DEFAULT_HISTORIES = 48
const DEFAULT_SEED = 20261122
/** A failing history costs seconds each time, so shrinking ends somewhere. */
const SHRINKING_RUNS = 40

export interface Options {
  readonly histories: number
  readonly seed: number
  readonly shrinkingRuns: number
}

/** Read from MUSTER_FUZZ_CASES, MUSTER_FUZZ_SEED and MUSTER_FUZZ_SHRINKING. */
export function readOptions(env: NodeJS.ProcessEnv): Options {
  return {
    histories: Number(env['MUSTER_FUZZ_CASES'] ?? DEFAULT_HISTORIES),
    seed: Number(env['MUSTER_FUZZ_SEED'] ?? DEFAULT_SEED),
    shrinkingRuns: Number(env['MUSTER_FUZZ_SHRINKING'] ?? SHRINKING_RUNS),
  }
}
