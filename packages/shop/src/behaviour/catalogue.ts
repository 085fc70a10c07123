import { PURPOSE, Random, runningTotals } from '../random.ts'
import { productPage } from '../telling/pages.ts'
import type { Page } from '../telling/pages.ts'
import type { JsonObject } from '../wire/message.ts'

export interface Product {
  readonly name: string
  readonly category: Category
  /** Whole cents of euro, before tax. */
  readonly price: number
  /** What the shop pays for it, in cents. */
  readonly cost: number
  readonly page: Page
  /** As events name it: `product_id`, `sku`, `name`, `category`, and `price` and `cost` in euros. */
  readonly listing: JsonObject
}

export interface Catalogue {
  readonly products: readonly Product[]
  /** A product of a category; a few sell far more than the rest. */
  drawFrom(random: Random, category: number): Product
  /** What goes well with a product, and is often bought with it. */
  companionOf(random: Random, product: Product): Product
}

interface Shelf {
  /** Euros, from the cheapest to the dearest. */
  readonly prices: readonly [number, number]
  /** Share of the price that is left after the cost of the goods. */
  readonly margin: number
  readonly things: readonly string[]
  /** Categories from which a companion comes. */
  readonly goesWith: readonly string[]
}

const SHELVES = {
  Shoes: {
    prices: [49, 189],
    margin: 0.48,
    things: ['Trail Runner', 'Walking Boot', 'Sneaker', 'Sandal', 'Chelsea Boot', 'Slipper'],
    goesWith: ['Sportswear', 'Shoes'],
  },
  Jackets: {
    prices: [79, 349],
    margin: 0.52,
    things: ['Rain Shell', 'Down Jacket', 'Parka', 'Fleece', 'Windbreaker', 'Wool Coat'],
    goesWith: ['Bags', 'Shoes'],
  },
  Sportswear: {
    prices: [19, 89],
    margin: 0.55,
    things: ['Running Tee', 'Tights', 'Shorts', 'Base Layer', 'Socks', 'Cap'],
    goesWith: ['Fitness', 'Shoes'],
  },
  Bags: {
    prices: [29, 219],
    margin: 0.5,
    things: ['Daypack', 'Tote', 'Weekender', 'Messenger', 'Hip Bag', 'Suitcase'],
    goesWith: ['Jackets', 'Travel'],
  },
  Travel: {
    prices: [9, 79],
    margin: 0.45,
    things: ['Neck Pillow', 'Bottle', 'Packing Cubes', 'Adapter', 'Towel', 'Wash Bag'],
    goesWith: ['Bags', 'Travel'],
  },
  Kitchen: {
    prices: [12, 299],
    margin: 0.38,
    things: ['Chef Knife', 'Cast Iron Pan', 'Mixing Bowl', 'Stock Pot', 'Chopping Board', 'Grater'],
    goesWith: ['Coffee', 'Kitchen'],
  },
  Coffee: {
    prices: [9, 649],
    margin: 0.31,
    things: [
      'Espresso Beans',
      'Filter Beans',
      'Hand Grinder',
      'Dripper',
      'Espresso Machine',
      'Kettle',
    ],
    goesWith: ['Coffee', 'Kitchen'],
  },
  Garden: {
    prices: [7, 259],
    margin: 0.36,
    things: ['Pruner', 'Raised Bed', 'Watering Can', 'Seed Set', 'Fire Bowl', 'Lantern'],
    goesWith: ['Garden', 'Kitchen'],
  },
  Toys: {
    prices: [12, 129],
    margin: 0.42,
    things: ['Building Blocks', 'Board Game', 'Puzzle', 'Balance Bike', 'Plush Bear', 'Craft Kit'],
    goesWith: ['Books', 'Toys'],
  },
  Books: {
    prices: [8, 49],
    margin: 0.28,
    things: ['Cookbook', 'Novel', 'Atlas', 'Picture Book', 'Guide', 'Notebook'],
    goesWith: ['Books', 'Coffee'],
  },
  Audio: {
    prices: [29, 499],
    margin: 0.22,
    things: ['Headphones', 'Earbuds', 'Speaker', 'Turntable', 'Radio', 'Microphone'],
    goesWith: ['Audio', 'Travel'],
  },
  Fitness: {
    prices: [14, 399],
    margin: 0.4,
    things: [
      'Yoga Mat',
      'Kettlebell',
      'Foam Roller',
      'Resistance Band',
      'Rowing Machine',
      'Jump Rope',
    ],
    goesWith: ['Sportswear', 'Fitness'],
  },
} as const satisfies Record<string, Shelf>

export type Category = keyof typeof SHELVES

// `Object.keys` forgets the type of the keys; the table above has exactly these.
export const CATEGORIES = Object.keys(SHELVES) as readonly Category[]

const LINES = [
  'Alder',
  'Birch',
  'Cedar',
  'Dune',
  'Ember',
  'Fjord',
  'Grove',
  'Harbour',
  'Isle',
  'Juniper',
  'Kestrel',
  'Lark',
  'Meadow',
  'Nordic',
  'Orchard',
  'Pine',
  'Quarry',
]
const PER_CATEGORY = LINES.length
/** The best seller of a category sells `PER_CATEGORY` times as often as the slowest (Zipf's law with exponent 1). */
const POPULARITY = runningTotals(LINES.map((_, rank) => 1 / (rank + 1)))

export function createCatalogue(seed: number): Catalogue {
  const shelves = CATEGORIES.map((category, number) => stock(seed, category, number))

  const drawFrom = (random: Random, category: number): Product => {
    const product = shelves[category]?.[random.weighted(POPULARITY)]
    if (product === undefined) throw new RangeError(`There is no category ${category}`)
    return product
  }
  return {
    products: shelves.flat(),
    drawFrom,
    companionOf: (random, product) =>
      drawFrom(
        random,
        CATEGORIES.indexOf(random.pick<Category>(SHELVES[product.category].goesWith)),
      ),
  }
}

function stock(seed: number, category: Category, number: number): Product[] {
  const { prices, margin, things } = SHELVES[category]
  const [cheapest, dearest] = prices
  return LINES.map((line, position) => {
    const random = new Random(seed, number, position, PURPOSE.catalogue)
    // The square of an even number leans to the cheap end, as shelves do.
    const even = random.unit()
    const lean = even * even
    const price =
      Math.floor(cheapest + (dearest - cheapest) * lean) * 100 + random.pick([0, 50, 90, 95, 99])
    const cost = Math.round(price * (1 - margin) * (0.9 + 0.2 * random.unit()))
    const serial = number * PER_CATEGORY + position + 1
    const productId = `p${String(serial).padStart(3, '0')}`
    const sku = `${category.slice(0, 3).toUpperCase()}-${String(position + 1).padStart(2, '0')}`
    const name = `${line} ${things[position % things.length] ?? category}`
    const listing = {
      product_id: productId,
      sku,
      name,
      category,
      price: price / 100,
      cost: cost / 100,
    }
    return { name, category, price, cost, page: productPage(productId, name), listing }
  })
}
