import { usualSessionLimits } from '@muster/engine'
import type { SessionLimits } from '@muster/engine'
import type { LogLevel } from './operate/log.ts'
import { logLevels } from './operate/log.ts'

/** What the server needs to know before it starts. */
export interface Configuration {
  /** 0 lets the system choose. */
  readonly port: number
  readonly host: string
  /** The folder of the embedded stores, and of what the CLI reads to find the server. */
  readonly data: string
  /** Without one the warehouse is embedded. */
  readonly clickhouseUrl: string | undefined
  /** The cluster that the ClickHouse server belongs to; without one its tables are on that server alone. */
  readonly clickhouseCluster?: string
  /** Without one the metadata store is embedded. */
  readonly postgresUrl: string | undefined
  readonly logLevel: LogLevel
  /** The address that people use, when it is not this server's own: that of a proxy, for example. */
  readonly publicUrl?: string
  /** How many proxies stand before the server and tell in `x-forwarded-for` who asked them; none by default. */
  readonly proxies?: number
  /** How long somebody stays signed in: in all, and without a request. */
  readonly sessions?: SessionLimits
  /** Whether an insert waits for the disk itself; the warehouse remembers what was said last. */
  readonly writeThrough: boolean | undefined
  /** The server is not ready when memberships are older. */
  readonly maxBehindSeconds: number
  /** The server is not ready, and takes no messages, when less is free where the embedded stores are. */
  readonly minFreeMegabytes: number
}

export type ConfigurationFault = {
  readonly code:
    | 'bad_port'
    | 'bad_host'
    | 'bad_folder'
    | 'bad_url'
    | 'bad_cluster'
    | 'unknown_level'
    | 'bad_switch'
    | 'bad_number'
  /** The flag or the variable that says it. */
  readonly at: readonly [string]
  readonly message: string
}

export type ReadConfiguration =
  | { readonly ok: true; readonly value: Configuration }
  | { readonly ok: false; readonly errors: readonly ConfigurationFault[] }

/** Flags as the command line has them; each wins over its variable. */
export interface Flags {
  readonly port?: string
  readonly host?: string
  readonly data?: string
  readonly clickhouseUrl?: string
  readonly clickhouseCluster?: string
  readonly postgresUrl?: string
  readonly publicUrl?: string
  readonly proxies?: string
  readonly sessionDays?: string
  readonly sessionIdleHours?: string
  readonly logLevel?: string
  readonly writeThrough?: string
  readonly maxBehind?: string
  readonly minFree?: string
}

const HOUR = 3_600_000
const DAY = 24 * HOUR

interface Said {
  readonly text: string
  readonly where: string
}

/** Reads flags and environment variables (MUSTER_*), and says everything that is wrong with them. */
export function readConfiguration(
  flags: Flags,
  environment: Readonly<Record<string, string | undefined>>,
): ReadConfiguration {
  const errors: ConfigurationFault[] = []
  const said = (flag: keyof Flags, name: string, variable: string): Said | undefined => {
    const fromFlag = flags[flag]
    if (fromFlag !== undefined) return { text: fromFlag, where: `--${name}` }
    const text = environment[variable]
    return text === undefined || text === '' ? undefined : { text, where: variable }
  }
  const refuse = (code: ConfigurationFault['code'], { where }: Said, message: string) => {
    errors.push({ code, at: [where], message: `${where}: ${message}` })
  }
  const url = (found: Said | undefined, schemes: readonly string[]): string | undefined => {
    if (found === undefined) return undefined
    const scheme = URL.canParse(found.text) ? new URL(found.text).protocol : ''
    // The text is not repeated: it may hold a password.
    if (!schemes.includes(scheme)) {
      const wanted = schemes.map((each) => `${each}//`).join(' or ')
      refuse('bad_url', found, `this is no URL that begins with ${wanted}. Give one.`)
    }
    return found.text
  }

  const port = said('port', 'port', 'MUSTER_PORT') ?? { text: '4800', where: 'default' }
  if (!/^\d{1,5}$/.test(port.text) || Number(port.text) > 65_535) {
    refuse('bad_port', port, `"${port.text}" is no port. Give a number from 0 to 65535.`)
  }
  const host = said('host', 'host', 'MUSTER_HOST') ?? { text: '127.0.0.1', where: 'default' }
  if (!/^[\w.:-]+$/.test(host.text)) {
    refuse('bad_host', host, `"${host.text}" is no host. Give a name or an address to listen on.`)
  }
  const data = said('data', 'data', 'MUSTER_DATA') ?? { text: './.muster', where: 'default' }
  if (data.text.trim() === '' || data.text.includes('\0')) {
    refuse('bad_folder', data, 'this is no folder. Give a path that can be written to.')
  }
  const level = said('logLevel', 'log-level', 'MUSTER_LOG_LEVEL') ?? { text: 'info', where: '' }
  const logLevel = logLevels.find((known) => known === level.text)
  if (logLevel === undefined) {
    const wanted = logLevels.join(', ')
    refuse('unknown_level', level, `"${level.text}" is no level. Give one of ${wanted}.`)
  }
  const through = said('writeThrough', 'write-through', 'MUSTER_WRITE_THROUGH')
  if (through !== undefined && !/^(?:on|off)$/.test(through.text)) {
    refuse('bad_switch', through, `"${through.text}" is neither on nor off. Give one of them.`)
  }
  const whole = (found: Said | undefined, otherwise: number): number => {
    if (found === undefined) return otherwise
    if (!/^\d{1,9}$/.test(found.text))
      refuse('bad_number', found, `"${found.text}" is no whole number. Give one from 0 on.`)
    return Number(found.text)
  }
  const atLeastOne = (found: Said | undefined, otherwise: number): number => {
    const number = whole(found, otherwise)
    if (found !== undefined && (number < 1 || number > 9_999))
      refuse('bad_number', found, `"${found.text}" is out of range. Give a number from 1 to 9999.`)
    return number
  }
  const behind = said('maxBehind', 'max-behind', 'MUSTER_MAX_BEHIND_SECONDS')
  const free = said('minFree', 'min-free', 'MUSTER_MIN_FREE_MB')
  const bounds = { maxBehindSeconds: whole(behind, 60), minFreeMegabytes: whole(free, 512) }
  const clickhouseUrl = url(said('clickhouseUrl', 'clickhouse-url', 'MUSTER_CLICKHOUSE_URL'), [
    'http:',
    'https:',
  ])
  const postgresUrl = url(said('postgresUrl', 'postgres-url', 'MUSTER_POSTGRES_URL'), [
    'postgres:',
    'postgresql:',
  ])
  const publicUrl = url(said('publicUrl', 'public-url', 'MUSTER_PUBLIC_URL'), ['http:', 'https:'])
  const saidProxies = said('proxies', 'proxies', 'MUSTER_PROXIES')
  const proxies = whole(saidProxies, 0)
  const days = said('sessionDays', 'session-days', 'MUSTER_SESSION_DAYS')
  const idle = said('sessionIdleHours', 'session-idle-hours', 'MUSTER_SESSION_IDLE_HOURS')
  const sessions = {
    longestMs: DAY * atLeastOne(days, usualSessionLimits.longestMs / DAY),
    idleMs: HOUR * atLeastOne(idle, usualSessionLimits.idleMs / HOUR),
  }
  const cluster = said('clickhouseCluster', 'clickhouse-cluster', 'MUSTER_CLICKHOUSE_CLUSTER')
  if (cluster !== undefined && !/^\w+$/.test(cluster.text)) {
    const message = `"${cluster.text}" is no name of a cluster. Give one of letters, digits and underscores.`
    refuse('bad_cluster', cluster, message)
  } else if (cluster !== undefined && (clickhouseUrl === undefined || postgresUrl === undefined)) {
    const message = 'a cluster needs MUSTER_CLICKHOUSE_URL and MUSTER_POSTGRES_URL too. Give both.'
    refuse('bad_cluster', cluster, message)
  }
  if (errors.length > 0 || logLevel === undefined) return { ok: false, errors }
  return {
    ok: true,
    value: {
      ...{ host: host.text, data: data.text, clickhouseUrl, postgresUrl, logLevel },
      port: Number(port.text),
      ...(cluster && { clickhouseCluster: cluster.text }),
      ...(publicUrl !== undefined && { publicUrl }),
      ...(saidProxies && { proxies }),
      ...((days ?? idle) && { sessions }),
      writeThrough: through === undefined ? undefined : through.text === 'on',
      ...bounds,
    },
  }
}
