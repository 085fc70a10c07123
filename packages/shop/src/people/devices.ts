import type { DayNumber } from '../calendar/time.ts'
import { PURPOSE, Random } from '../random.ts'
import type { JsonObject } from '../wire/message.ts'
import type { Household } from './households.ts'

export type DeviceKind = 'desktop' | 'phone' | 'app' | 'tablet'

/** One browser or one installed app. */
export interface Device {
  readonly kind: DeviceKind
  /** Whose chance it was drawn from: the person, or the head of the household for the tablet that they share. */
  readonly owner: number
  readonly number: number
  /** In use from this day on. */
  readonly since: DayNumber
  /** After so many days its anonymous id is forgotten and a new one begins; `Infinity` for most. */
  readonly cookieDays: number
  /** Stays logged in; logs in late in a visit, if at all; or is never used to log in. */
  readonly login: 'remembered' | 'late' | 'never'
  /** Of apps only. */
  readonly advertisingId: string | undefined
  readonly userAgent: string
  readonly os: JsonObject
  readonly model: string
}

interface Make {
  readonly model: string
  readonly os: JsonObject
  readonly userAgent: string
}

const make = (model: string, os: string, version: string, userAgent: string): Make => ({
  model,
  os: { name: os, version },
  userAgent,
})

const MAKES: Record<DeviceKind, readonly Make[]> = {
  desktop: [
    make('PC', 'Windows', '11', 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/126.0'),
    make('PC', 'Windows', '10', 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Firefox/127.0'),
    make(
      'Mac',
      'macOS',
      '14.5',
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/17.5 Safari/605.1',
    ),
  ],
  phone: [
    make(
      'iPhone',
      'iOS',
      '17.5',
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Mobile Safari/604.1',
    ),
    make('Pixel 8', 'Android', '14', 'Mozilla/5.0 (Linux; Android 14) Chrome/126.0 Mobile'),
  ],
  app: [
    make('iPhone15,2', 'iOS', '17.5', 'Shop/5.2 iOS'),
    make('SM-S911B', 'Android', '14', 'Shop/5.2 Android'),
  ],
  tablet: [
    make('iPad13,1', 'iPadOS', '17.5', 'Shop/5.2 iPadOS'),
    make('SM-X710', 'Android', '13', 'Shop/5.2 Android'),
  ],
}

/** What an app sends in place of an advertising id to those who refused: it identifies nobody. */
export const EMPTY_ADVERTISING_ID = '00000000-0000-0000-0000-000000000000'

export function isApp(device: Device): boolean {
  return device.kind === 'app' || device.kind === 'tablet'
}

/** At least one device from the first day; others join in the course of the year. */
export function devicesOf(
  seed: number,
  person: number,
  arrivesOn: DayNumber,
  household: Household,
): Device[] {
  const random = new Random(seed, person, 0, PURPOSE.device)
  const kinds: DeviceKind[] = [random.chance(0.55) ? 'phone' : 'desktop']
  if (random.chance(0.5)) kinds.push(kinds[0] === 'phone' ? 'desktop' : 'phone')
  if (random.chance(0.32)) kinds.push('app')
  const own = kinds.map((kind, number) => drawDevice(random, kind, person, number, arrivesOn))
  if (!household.sharesTablet) return own
  return [...own, sharedTablet(seed, household, random.chance(0.5) ? 'late' : 'never', arrivesOn)]
}

function drawDevice(
  random: Random,
  kind: DeviceKind,
  owner: number,
  number: number,
  arrivesOn: DayNumber,
): Device {
  const { model, os, userAgent } = random.pick(MAKES[kind])
  const since = arrivesOn + (number === 0 ? 0 : random.whole(0, 120))
  const habit = random.unit()
  const forgets = random.chance(0.18)
  const cookieDays = forgets && kind !== 'app' ? random.whole(20, 120) : Infinity
  const stays = kind === 'app' ? 0.75 : 0.4
  const login =
    habit < stays ? 'remembered' : habit < stays + 0.3 && kind !== 'app' ? 'late' : 'never'
  const advertisingId = kind === 'app' ? random.uuid() : undefined
  return { kind, owner, number, since, cookieDays, login, advertisingId, userAgent, os, model }
}

/** The same device for everybody in the household, each with a habit of their own. */
function sharedTablet(
  seed: number,
  household: Household,
  login: Device['login'],
  since: DayNumber,
): Device {
  const random = new Random(seed, household.head, 1, PURPOSE.device)
  const { model, os, userAgent } = random.pick(MAKES.tablet)
  const advertisingId = random.uuid()
  return {
    kind: 'tablet',
    owner: household.head,
    number: 9,
    since,
    cookieDays: Infinity,
    login,
    advertisingId,
    userAgent,
    os,
    model,
  }
}

export function anonymousIdOn(seed: number, device: Device, day: DayNumber): string {
  return anonymousId(seed, device, Math.floor((day - device.since) / device.cookieDays))
}

/** Every anonymous id that the device can have had up to and including a day, oldest first. */
export function anonymousIdsUntil(seed: number, device: Device, day: DayNumber): string[] {
  if (day < device.since) return []
  const renewals = Math.floor((day - device.since) / device.cookieDays)
  return Array.from({ length: renewals + 1 }, (_, renewal) => anonymousId(seed, device, renewal))
}

function anonymousId(seed: number, device: Device, renewal: number): string {
  return new Random(seed, device.owner, device.number * 1000 + renewal, PURPOSE.cookie).uuid()
}
