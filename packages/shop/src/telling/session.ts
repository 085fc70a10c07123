import { goodsOf, euros, lineProperties, orderProperties, priceOrder } from '../behaviour/orders.ts'
import { waitingCart } from '../behaviour/visits.ts'
import type { CartLine, Visit } from '../behaviour/visits.ts'
import { iso } from '../calendar/time.ts'
import { accountTraits } from '../people/accounts.ts'
import { isApp } from '../people/devices.ts'
import { hasErrand } from '../people/life.ts'
import { homeOn, userIdOn } from '../people/people.ts'
import type { Person } from '../people/people.ts'
import { PURPOSE, Random } from '../random.ts'
import type { World } from '../world.ts'
import { afterOrder } from './afterOrder.ts'
import type { Outbox } from './outbox.ts'
import {
  CART,
  categoryPage,
  CHECKOUT,
  HOME,
  PLANS,
  PRIVACY,
  SALE,
  SEARCH,
  THANKS,
  WELCOME,
} from './pages.ts'
import { Tracker } from './tracker.ts'
import { loginTraits, registrationTraits, trialEnd } from './traits.ts'

/** Everything that a visit is told with. */
interface Session {
  readonly world: World
  readonly person: Person
  readonly visit: Visit
  readonly outbox: Outbox
  readonly tracker: Tracker
  readonly random: Random
}

/** Tells one visit message by message, as the website or the app would. */
export function tellVisit(world: World, person: Person, visit: Visit, outbox: Outbox): void {
  const { day, number, device, campaign } = visit
  const tracker = new Tracker(world, person, visit, outbox)
  const random = new Random(world.seed, person.index, day * 2 + number, PURPOSE.session)
  const session: Session = { world, person, visit, outbox, tracker, random }

  const isKnown = day > person.life.registersOn
  if (isKnown && device.login === 'remembered') tracker.logIn(userIdOn(person, day))
  tracker.page(campaign === 'Sale' ? SALE : HOME, 'Landing', 'necessary')
  if (number === 0 && hasErrand(person.life, day)) runErrands(session)
  browse(session)
  const cart = fillCart(session)
  if (cart.length > 0) checkOut(session, cart)
  else if (device.login === 'late' && random.chance(0.3)) logIn(session)
}

function browse({ visit, tracker, random }: Session): void {
  if (visit.searchesFor !== undefined)
    tracker.track('Products Searched', { query: visit.searchesFor }, SEARCH)
  let shelf = ''
  for (const { category, listing, page } of visit.views) {
    if (category !== shelf && random.chance(0.6)) tracker.page(categoryPage(category), 'Category')
    shelf = category
    tracker.track('Product Viewed', listing, page)
  }
}

/** What waited from an earlier visit, if it is taken up again, and what is added now. */
function fillCart({ world, person, visit, tracker }: Session): CartLine[] {
  const resumed = visit.resumes ? waitingCart(world, person, visit) : []
  for (const line of visit.adds) {
    const properties = { cart_id: cartId(person, visit), ...lineProperties(line) }
    tracker.track('Product Added', properties, line.product.page)
  }
  return [...resumed, ...visit.adds]
}

/** From the cart to the order, or to the point where the visitor gives up. */
function checkOut(session: Session, cart: readonly CartLine[]): void {
  const { world, person, visit, outbox, tracker, random } = session
  const products = cart.map(lineProperties)
  const stages = visit.buys ? 3 : random.whole(0, 2)
  if (stages < 1) return
  tracker.track('Cart Viewed', { cart_id: cartId(person, visit), products }, CART)
  if (stages < 2) return
  if (visit.device.login === 'late' && random.chance(0.7)) logIn(session)
  const id = orderId(person, visit)
  tracker.track(
    'Checkout Started',
    { order_id: id, value: euros(goodsOf(cart)), currency: 'EUR', products },
    CHECKOUT,
  )
  if (stages < 3) return

  if (tracker.userId === undefined) leaveEmail(session)
  const coupon =
    visit.campaign === 'Sale' ? 'SALE10' : random.chance(0.06) ? 'WELCOME10' : undefined
  const order = priceOrder(id, cart, homeOn(person, visit.day).place.tax, coupon)
  const orderedAt = tracker.track('Order Completed', orderProperties(order), THANKS, 'necessary')
  afterOrder({ world, person, day: visit.day, userId: tracker.userId, orderedAt, order }, outbox)
}

/** What turning points make people do at the shop. */
function runErrands(session: Session): void {
  const { person, visit, tracker } = session
  const { day } = visit
  const { registersOn, changesConsentOn, trialOn, upgradesOn, joinsAccountOn } = person.life
  if (day === changesConsentOn) tracker.page(PRIVACY, 'Account', 'necessary')
  if (day === registersOn) register(session)
  if (day === trialOn) {
    logIn(session, 'again')
    tracker.track(
      'Trial Started',
      { plan: 'pro', endsAt: iso(trialEnd(person)) },
      PLANS,
      'necessary',
    )
  }
  if (day === upgradesOn) {
    logIn(session, 'again')
    tracker.track('Plan Upgraded', { plan: 'pro', price: 79, currency: 'EUR' }, PLANS, 'necessary')
  }
  if (day === joinsAccountOn && person.account !== undefined) {
    const { account } = person.account
    logIn(session, 'again')
    tracker.group(account.id, accountTraits(account, day))
  }
}

function register({ person, visit, tracker }: Session): void {
  tracker.logIn(userIdOn(person, visit.day))
  tracker.identify(registrationTraits(person, visit.day))
  if (person.life.longStanding) return
  tracker.track('Signed Up', { method: isApp(visit.device) ? 'app' : 'web' }, WELCOME, 'necessary')
}

/** `again` tells the traits anew even of those who are logged in, since one of them has just changed. */
function logIn({ person, visit, tracker }: Session, again?: 'again'): void {
  if (visit.day < person.life.registersOn) return
  if (tracker.userId !== undefined && again === undefined) return
  tracker.logIn(userIdOn(person, visit.day))
  tracker.identify(loginTraits(person, visit.day))
}

/** A guest gives an address, and in some cases a phone number, without becoming a user. */
function leaveEmail({ person, tracker, random }: Session): void {
  const { email, firstName, phone } = person
  const givesPhone = phone !== undefined && random.chance(0.5)
  tracker.identify({ email, firstName, ...(givesPhone && { phone: phone.typed }) })
}

function cartId(person: Person, visit: Visit): string {
  return `cart-${person.index.toString(36)}-${visit.day}`
}

function orderId(person: Person, visit: Visit): string {
  return `ord-${person.index.toString(36)}-${visit.day}-${visit.number + 1}`
}
