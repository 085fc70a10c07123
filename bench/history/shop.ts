/** What the shop of the bench sells and says, for its history and for its live traffic. */
export const CATEGORIES: readonly string[] = [
  'Coffee',
  'Tea',
  'Kitchen',
  'Bakery',
  'Garden',
  'Books',
  'Toys',
  'Sport',
  'Shoes',
  'Outdoor',
  'Beauty',
  'Electronics',
]
export const BRANDS: readonly string[] = [
  'Alba',
  'Borea',
  'Cirrus',
  'Dune',
  'Ember',
  'Fjord',
  'Grove',
]
export const CAMPAIGNS: readonly string[] = ['spring', 'summer', 'autumn', 'winter', 'welcome']
export const COUPONS: readonly string[] = ['WELCOME10', 'SUMMER5', 'FREESHIP']
export const COUNTRIES: readonly string[] = [
  'DE',
  'FR',
  'GB',
  'NL',
  'ES',
  'IT',
  'PL',
  'SE',
  'AT',
  'CH',
]
export const PLANS: readonly string[] = ['free', 'basic', 'pro', 'team']
export const CITIES: readonly string[] = ['Berlin', 'Paris', 'London', 'Madrid', 'Rome', 'Warsaw']

/** A context of usual size, as it travels with every message. */
export const CONTEXT =
  '{"library":{"name":"analytics.js","version":"2.11.1"},"locale":"en-GB","userAgent":"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36"}'
