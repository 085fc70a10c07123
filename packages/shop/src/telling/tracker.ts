import type { Visit } from '../behaviour/visits.ts'
import { SECOND } from '../calendar/time.ts'
import { anonymousIdOn, isApp } from '../people/devices.ts'
import { consentOn } from '../people/life.ts'
import type { Person } from '../people/people.ts'
import { Random, PURPOSE } from '../random.ts'
import type { JsonObject } from '../wire/message.ts'
import type { World } from '../world.ts'
import { visitContext } from './context.ts'
import type { Outbox } from './outbox.ts'
import type { Page } from './pages.ts'

/** Seconds from one action to the next, from the quickest to the slowest. */
const PAUSES = [1, 5, 10, 18, 30, 55, 160]

/** Whether the shop must know something to do its work. The rest is not sent for those who refused analytics. */
type Need = 'necessary' | 'optional'

/**
 * What the SDK on a device does during one visit: it keeps the time, knows who is logged in, and puts context, identifiers and
 * consent on every message.
 */
export class Tracker {
  /** When the next thing happens. Every message is later than the one before, as sequences need it. */
  private now: number
  private who: { readonly anonymousId: string; readonly userId?: string }
  private readonly isApp: boolean
  private readonly context: JsonObject
  private readonly allowsAnalytics: boolean
  private readonly random: Random
  private readonly outbox: Outbox

  constructor(world: World, person: Person, visit: Visit, outbox: Outbox) {
    const { day, number, device, startsAt } = visit
    this.now = startsAt
    this.who = { anonymousId: anonymousIdOn(world.seed, device, day) }
    this.isApp = isApp(device)
    this.context = visitContext(person, visit)
    this.allowsAnalytics = consentOn(person.life, day)?.Analytics !== false
    this.random = new Random(world.seed, person.index, day * 2 + number, PURPOSE.pauses)
    this.outbox = outbox
  }

  get userId(): string | undefined {
    return this.who.userId
  }

  /** From here on every message carries the user id. */
  logIn(userId: string): void {
    this.who = { ...this.who, userId }
  }

  /** @returns when it happened. */
  track(event: string, properties: JsonObject, page: Page, need: Need = 'optional'): number {
    const at = this.tick()
    if (!this.isWithheld(need)) {
      this.outbox.send(at, {
        type: 'track',
        ...this.who,
        event,
        properties,
        context: this.on(page),
      })
    }
    return at
  }

  /** A page of the website; on an app, a screen. */
  page(page: Page, category: string, need: Need = 'optional'): void {
    const at = this.tick()
    if (this.isWithheld(need)) return
    const type = this.isApp ? 'screen' : 'page'
    const properties = this.isApp ? {} : page
    this.outbox.send(at, {
      type,
      ...this.who,
      name: page.title,
      category,
      properties,
      context: this.on(page),
    })
  }

  identify(traits: JsonObject): void {
    this.outbox.send(this.tick(), { type: 'identify', ...this.who, traits, context: this.context })
  }

  group(groupId: string, traits: JsonObject): void {
    this.outbox.send(this.tick(), {
      type: 'group',
      ...this.who,
      groupId,
      traits,
      context: this.context,
    })
  }

  private isWithheld(need: Need): boolean {
    return need === 'optional' && !this.allowsAnalytics
  }

  private on(page: Page): JsonObject {
    return this.isApp ? this.context : { page, ...this.context }
  }

  private tick(): number {
    const at = this.now
    this.now += Math.round(this.random.quantile(PAUSES) * SECOND)
    return at
  }
}
