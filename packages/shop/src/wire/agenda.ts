import { campaignOn, isTargeted } from '../behaviour/campaigns.ts'
import { visitChance, visitDraw } from '../behaviour/visits.ts'
import type { DayNumber } from '../calendar/time.ts'
import { LIVELIEST, turningPoints } from '../people/life.ts'
import type { Person } from '../people/people.ts'
import { isSyncedOn } from '../telling/crm.ts'
import type { World } from '../world.ts'

/**
 * Tells at a glance on which days a person surely does nothing, so that a day of a million people costs a million cheap
 * looks and not a million lives. It keeps two numbers for each person, and nothing else is kept for all of them.
 */
export class Agenda {
  private readonly world: World
  private readonly personOf: (index: number) => Person
  private readonly pace: number[] = []
  private readonly nextTurn: number[] = []
  private readonly firstDay: DayNumber

  constructor(world: World, personOf: (index: number) => Person, firstDay: DayNumber) {
    this.world = world
    this.personOf = personOf
    this.firstDay = firstDay
  }

  /** The people who may do something on a day, in order. Days are asked for in order. */
  *peopleOn(day: DayNumber): Generator<Person> {
    const { seed, arrivals } = this.world
    const count = arrivals.countBy(day)
    const hasCampaign = campaignOn(day) !== undefined
    const perYear = visitChance(1, day, LIVELIEST)
    for (let index = 0; index < count; index++) {
      if (index >= this.pace.length) this.admit(index)
      const turns = this.turnsOn(index, day)
      const visits = visitDraw(seed, index, day) < perYear * (this.pace[index] ?? 0)
      const mail = hasCampaign && isTargeted(seed, index, day)
      if (turns || visits || mail || isSyncedOn(index, day)) yield this.personOf(index)
    }
  }

  private admit(index: number): void {
    const person = this.personOf(index)
    this.pace.push(person.visitsPerYear)
    this.nextTurn.push(nextTurn(person, this.firstDay))
  }

  private turnsOn(index: number, day: DayNumber): boolean {
    const turn = this.nextTurn[index] ?? Infinity
    if (turn > day) return false
    this.nextTurn[index] = nextTurn(this.personOf(index), day + 1)
    return turn === day
  }
}

function nextTurn(person: Person, from: DayNumber): DayNumber {
  return turningPoints(person.life).find((day) => day >= from) ?? Infinity
}
