import { accountTraits } from './accounts.ts'
import { afterOrder } from './after-order.ts'
import { visitContext, withPage } from './context.ts'
import { anonymousIdOn, isApp } from './devices.ts'
import { consentOn, hasErrand } from './life.ts'
import type { JsonObject } from './message.ts'
import { euros, lineProperties, orderProperties, priceOrder } from './orders.ts'
import type { Outbox } from './outbox.ts'
import { homeOn, userIdOn } from './people.ts'
import type { Person } from './people.ts'
import { PURPOSE, Random } from './random.ts'
import { iso, SECOND } from './time.ts'
import { loginTraits, registrationTraits, trialEnd } from './traits.ts'
import { waitingCart } from './visits.ts'
import type { CartLine, Visit } from './visits.ts'
import type { World } from './world.ts'

/** Tells one visit message by message, as the website or the app would. */
export function tellVisit(world: World, person: Person, visit: Visit, outbox: Outbox): void {
  new Session(world, person, visit, outbox).tell()
}

class Session {
  private readonly world: World
  private readonly person: Person
  private readonly visit: Visit
  private readonly outbox: Outbox
  private readonly random: Random
  private readonly context: JsonObject
  private readonly anonymousId: string
  private readonly maySendBehaviour: boolean
  private now: number
  /** Set while the visitor is logged in. */
  private userId: string | undefined

  constructor(world: World, person: Person, visit: Visit, outbox: Outbox) {
    const { day, number, device } = visit
    this.world = world
    this.person = person
    this.visit = visit
    this.outbox = outbox
    this.random = new Random(world.seed, person.index, day * 2 + number, PURPOSE.session)
    this.context = visitContext(person, visit)
    this.anonymousId = anonymousIdOn(world.seed, device, day)
    this.maySendBehaviour = consentOn(person.life, day)?.Analytics !== false
    this.now = visit.startsAt
    const known = day > person.life.registersOn || person.life.longStanding
    this.userId = known && device.login === 'remembered' ? userIdOn(person, day) : undefined
  }

  tell(): void {
    const { visit, world, person } = this
    this.page(
      visit.campaign === 'Sale' ? '/sale' : '/',
      visit.campaign === 'Sale' ? 'Sale' : 'Home',
      'Landing',
    )
    if (hasErrand(person.life, visit.day) && visit.number === 0) this.runErrands()
    this.browse()
    const waiting = waitingCart(world, person, visit)
    const resumed = visit.resumes ? waiting : []
    for (const line of visit.adds)
      this.track('Product Added', { cart_id: this.cartId(), ...lineProperties(line) })
    const cart = [...resumed, ...visit.adds]
    if (cart.length > 0) this.checkOut(cart)
    else if (visit.device.login === 'late' && this.random.chance(0.3)) this.logIn()
  }

  private browse(): void {
    const { searchesFor, views } = this.visit
    if (searchesFor !== undefined) this.track('Products Searched', { query: searchesFor })
    let shelf = ''
    for (const product of views) {
      if (product.category !== shelf && this.random.chance(0.6))
        this.page(`/c/${product.category.toLowerCase()}`, product.category, 'Category')
      shelf = product.category
      this.track(
        'Product Viewed',
        lineProperties({ product, quantity: 1 }),
        `/p/${product.productId}`,
        product.name,
      )
    }
  }

  /** From the cart to the order, or to the point where the visitor gives up. */
  private checkOut(cart: readonly CartLine[]): void {
    const { random, visit, person, world } = this
    const products = cart.map(lineProperties)
    const value = euros(
      cart.reduce((sum, { product, quantity }) => sum + product.price * quantity, 0),
    )
    const givesUpAt = visit.buys ? 3 : random.whole(0, 2)
    if (givesUpAt === 0) return
    this.track('Cart Viewed', { cart_id: this.cartId(), products }, '/cart', 'Cart')
    if (givesUpAt === 1) return
    if (visit.device.login === 'late' && random.chance(0.7)) this.logIn()
    this.track(
      'Checkout Started',
      { order_id: this.orderId(), value, currency: 'EUR', products },
      '/checkout',
      'Checkout',
    )
    if (givesUpAt === 2) return

    if (this.userId === undefined) this.leaveEmail()
    const coupon =
      visit.campaign === 'Sale' ? 'SALE10' : random.chance(0.06) ? 'WELCOME10' : undefined
    const order = priceOrder(this.orderId(), cart, homeOn(person, visit.day).place.tax, coupon)
    this.track('Order Completed', orderProperties(order), '/thanks', 'Thank you', true)
    afterOrder(
      { world, person, day: visit.day, userId: this.userId, orderedAt: this.now, order },
      this.outbox,
    )
  }

  /** What turning points make people do at the shop. */
  private runErrands(): void {
    const { person, visit } = this
    const { life } = person
    if (visit.day === life.registersOn) this.register()
    if (visit.day === life.changesConsentOn)
      this.page('/privacy', 'Privacy settings', 'Account', true)
    if (visit.day < life.registersOn) return
    if (
      visit.day === life.trialOn ||
      visit.day === life.upgradesOn ||
      visit.day === life.joinsAccountOn
    )
      this.logIn('again')
    if (visit.day === life.trialOn)
      this.track(
        'Trial Started',
        { plan: 'pro', endsAt: iso(trialEnd(person)) },
        '/plans',
        'Plans',
        true,
      )
    if (visit.day === life.upgradesOn)
      this.track(
        'Plan Upgraded',
        { plan: 'pro', price: 79, currency: 'EUR' },
        '/plans',
        'Plans',
        true,
      )
    if (visit.day === life.joinsAccountOn) this.joinAccount()
  }

  private register(): void {
    const { person, visit } = this
    this.userId = userIdOn(person, visit.day)
    this.identify(registrationTraits(person, visit.day))
    if (!person.life.longStanding)
      this.track(
        'Signed Up',
        { method: isApp(visit.device) ? 'app' : 'web' },
        '/welcome',
        'Welcome',
        true,
      )
  }

  private joinAccount(): void {
    const membership = this.person.account
    if (membership === undefined) return
    const { account } = membership
    this.outbox.send(this.tick(), {
      type: 'group',
      ...this.who(),
      groupId: account.id,
      traits: accountTraits(account, this.visit.day),
      context: this.context,
    })
  }

  /** `again` tells the traits anew even of those who are logged in, since one of them has just changed. */
  private logIn(again?: 'again'): void {
    if (this.visit.day < this.person.life.registersOn) return
    if (this.userId !== undefined && again === undefined) return
    this.userId = userIdOn(this.person, this.visit.day)
    this.identify(loginTraits(this.person, this.visit.day))
  }

  /** A guest gives an address, and in some cases a phone number, without becoming a user. */
  private leaveEmail(): void {
    const { email, firstName, phone } = this.person
    this.identify({
      email,
      firstName,
      ...(phone !== undefined && this.random.chance(0.5) && { phone: phone.typed }),
    })
  }

  private identify(traits: JsonObject): void {
    this.outbox.send(this.tick(), {
      type: 'identify',
      ...this.who(),
      traits,
      context: this.context,
    })
  }

  /** `necessary` is what the shop must know to do its work; the rest is left out for those who refused analytics. */
  private track(
    event: string,
    properties: JsonObject,
    path = '/',
    title = 'Shop',
    necessary = false,
  ): void {
    const at = this.tick()
    if (!necessary && !this.maySendBehaviour) return
    this.outbox.send(at, {
      type: 'track',
      ...this.who(),
      event,
      properties,
      context: this.at(path, title),
    })
  }

  private page(path: string, name: string, category: string, necessary = path === '/'): void {
    const at = this.tick()
    if (!necessary && !this.maySendBehaviour) return
    const type = isApp(this.visit.device) ? 'screen' : 'page'
    const properties =
      type === 'screen' ? {} : { path, title: name, url: `https://shop.example${path}` }
    this.outbox.send(at, {
      type,
      ...this.who(),
      name,
      category,
      properties,
      context: this.at(path, name),
    })
  }

  private who(): { anonymousId: string; userId?: string } {
    return this.userId === undefined
      ? { anonymousId: this.anonymousId }
      : { anonymousId: this.anonymousId, userId: this.userId }
  }

  private at(path: string, title: string): JsonObject {
    return isApp(this.visit.device) ? this.context : withPage(this.context, path, title)
  }

  /** Each message at a later instant than the one before, as sequences need it. */
  private tick(): number {
    const at = this.now
    this.now += Math.round(this.random.quantile([1, 5, 10, 18, 30, 55, 160]) * SECOND)
    return at
  }

  private cartId(): string {
    return `cart-${this.person.index.toString(36)}-${this.visit.day}`
  }

  private orderId(): string {
    return `ord-${this.person.index.toString(36)}-${this.visit.day}-${this.visit.number + 1}`
  }
}
