import { campaignMailOn, UNSUBSCRIBES_AFTER } from '../behaviour/campaigns.ts'
import type { DayNumber } from '../calendar/time.ts'
import { userIdOn } from '../people/people.ts'
import type { Person } from '../people/people.ts'
import type { JsonObject } from '../wire/message.ts'
import type { World } from '../world.ts'
import { systemContext } from './context.ts'
import type { Outbox } from './outbox.ts'

const EMAIL_TOOL = systemContext('email-tool')

/** What the email tool reports of a day's newsletter: delivered, opened, clicked, unsubscribed. */
export function tellMail(world: World, person: Person, day: DayNumber, outbox: Outbox): void {
  const mail = campaignMailOn(world, person, day)
  if (mail === undefined) return
  const { campaign, deliveredAt, openedAt, clickedAt, unsubscribes } = mail
  const about = {
    campaign_id: campaign.id,
    campaign_name: campaign.name,
    subject: campaign.subject,
  }
  const who = recipient(person, day)
  const send = (at: number, event: string, properties: JsonObject): void => {
    outbox.send(at, { type: 'track', event, properties, ...who })
  }
  send(deliveredAt, 'Email Delivered', about)
  if (openedAt !== undefined) send(openedAt, 'Email Opened', about)
  if (clickedAt !== undefined) {
    send(clickedAt, 'Email Link Clicked', { link: campaign.isSale ? '/sale' : '/', ...about })
  }
  if (openedAt === undefined || !unsubscribes) return
  const at = openedAt + UNSUBSCRIBES_AFTER
  const context = { ...who.context, consent: { categoryPreferences: { Email: false } } }
  outbox.send(at, { type: 'track', event: 'Unsubscribed', properties: about, ...who, context })
}

/** Half of the list was imported with user ids; the rest is addresses only. */
function recipient(person: Person, day: DayNumber): { userId?: string; context: JsonObject } {
  if (person.index % 2 === 0 && day > person.life.registersOn)
    return { userId: userIdOn(person, day), context: EMAIL_TOOL }
  return { context: { ...EMAIL_TOOL, traits: { email: person.email } } }
}
