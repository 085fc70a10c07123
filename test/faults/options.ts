/** How often `npm test` kills; `npm run faults -- --kills 200` kills more often. */
const DEFAULT_KILLS = 50
const DEFAULT_SEED = 7

export interface Options {
  readonly kills: number
  readonly seed: number
}

/** Read from MUSTER_FAULTS_KILLS and MUSTER_FAULTS_SEED. */
export function readOptions(env: NodeJS.ProcessEnv): Options {
  return {
    kills: Number(env['MUSTER_FAULTS_KILLS'] ?? DEFAULT_KILLS),
    seed: Number(env['MUSTER_FAULTS_SEED'] ?? DEFAULT_SEED),
  }
}
