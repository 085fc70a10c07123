import { euros, goodsOf, lineProperties } from '../behaviour/orders.ts'
import type { Order } from '../behaviour/orders.ts'
import { DAY, HOUR, MINUTE, SECOND } from '../calendar/time.ts'
import type { DayNumber } from '../calendar/time.ts'
import type { Person } from '../people/people.ts'
import { PURPOSE, Random } from '../random.ts'
import type { JsonObject } from '../wire/message.ts'
import type { World } from '../world.ts'
import { systemContext } from './context.ts'
import type { Outbox } from './outbox.ts'

interface Purchase {
  readonly world: World
  readonly person: Person
  readonly day: DayNumber
  /** Absent for guests, whom the shop's systems know by email only. */
  readonly userId: string | undefined
  readonly orderedAt: number
  readonly order: Order
}

/** Nothing that follows from an order is later than this after it. */
export const LONGEST_AFTERMATH = 9 * DAY

const EMAIL_TOOL = systemContext('email-tool')
const HELP_DESK = systemContext('help-desk')
const BACK_OFFICE = systemContext('back-office')

/** The confirmation; for some a ticket at the help desk; for some the money back. Each is sent by the system that does it. */
export function afterOrder(purchase: Purchase, outbox: Outbox): void {
  const { world, person, orderedAt } = purchase
  const random = new Random(world.seed, person.index, orderedAt % 0x7fff_ffff, PURPOSE.afterOrder)
  confirm(purchase, random, outbox)
  if (random.chance(0.07)) askForHelp(purchase, random, outbox)
  if (random.chance(0.06)) refund(purchase, random, outbox)
}

function confirm({ person, orderedAt, order }: Purchase, random: Random, outbox: Outbox): void {
  const deliveredAt = orderedAt + random.whole(15, 90) * SECOND
  const properties = {
    email_id: `conf-${order.id}`,
    campaign_name: 'Order confirmation',
    subject: 'Thank you for your order',
    order_id: order.id,
  }
  const send = (at: number, event: string): void => {
    outbox.send(at, {
      type: 'track',
      event,
      properties,
      context: { ...EMAIL_TOOL, traits: { email: person.email } },
    })
  }
  send(deliveredAt, 'Email Delivered')
  if (random.chance(0.55))
    send(deliveredAt + Math.round(random.quantile([0.01, 0.2, 1, 8]) * HOUR), 'Email Opened')
}

/** The help desk knows an address, and nothing else. */
function askForHelp({ person, orderedAt, order }: Purchase, random: Random, outbox: Outbox): void {
  const subject = random.pick([
    'Where is my parcel?',
    'Wrong size',
    'Damaged on arrival',
    'Question on the invoice',
  ])
  const ticket = { ticket_id: `tic-${order.id}`, subject, order_id: order.id }
  const context: JsonObject = { ...HELP_DESK, traits: { email: person.email } }
  const openedAt = orderedAt + random.whole(2 * HOUR, 4 * DAY)
  outbox.send(openedAt, {
    type: 'track',
    event: 'Ticket Opened',
    properties: { ...ticket, priority: random.pick(['low', 'normal', 'high']) },
    context,
  })
  if (!random.chance(0.92)) return
  const solvedAt = openedAt + random.whole(20 * MINUTE, 4 * DAY)
  outbox.send(solvedAt, {
    type: 'track',
    event: 'Ticket Solved',
    properties: { ...ticket, satisfaction: random.whole(1, 5) },
    context,
  })
}

/** One line of the order, or all of it. */
function refund(
  { person, userId, orderedAt, order }: Purchase,
  random: Random,
  outbox: Outbox,
): void {
  const lines = random.chance(0.5) ? order.lines : order.lines.slice(0, 1)
  const goods = goodsOf(lines)
  const share = order.goods === 0 ? 0 : goods / order.goods
  const amount = euros(Math.round((order.goods - order.discount + order.tax) * share))
  outbox.send(orderedAt + random.whole(2 * DAY, 8 * DAY), {
    type: 'track',
    event: 'Order Refunded',
    ...(userId !== undefined && { userId }),
    properties: {
      order_id: order.id,
      total: amount,
      currency: 'EUR',
      products: lines.map(lineProperties),
    },
    context:
      userId === undefined ? { ...BACK_OFFICE, traits: { email: person.email } } : BACK_OFFICE,
  })
}
