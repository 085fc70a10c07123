import type { ZoneName } from '../calendar/zones.ts'
import { runningTotals } from '../random.ts'
import type { Random } from '../random.ts'

export interface Place {
  readonly city: string
  readonly region: string
  readonly country: string
  readonly lat: number
  readonly lon: number
  readonly zone: ZoneName
  readonly locale: string
  /** `#` stands for a digit, `@` for a letter. */
  readonly postalCode: string
  /** Share of turnover that the state adds to the price. */
  readonly tax: number
  /** How many of the shop's people live here, relative to the other places. */
  readonly weight: number
}

type Row = readonly [
  city: string,
  region: string,
  lat: number,
  lon: number,
  postalCode: string,
  weight: number,
]

function country(
  code: string,
  zone: ZoneName,
  locale: string,
  tax: number,
  rows: readonly Row[],
): Place[] {
  return rows.map(([city, region, lat, lon, postalCode, weight]) => ({
    city,
    region,
    country: code,
    lat,
    lon,
    zone,
    locale,
    postalCode,
    tax,
    weight,
  }))
}

export const PLACES: readonly Place[] = [
  ...country('DE', 'Europe/Berlin', 'de-DE', 0.19, [
    ['Berlin', 'Berlin', 52.52, 13.405, '10###', 14],
    ['Hamburg', 'Hamburg', 53.5511, 9.9937, '20###', 8],
    ['Munich', 'Bavaria', 48.1372, 11.5756, '80###', 9],
    ['Cologne', 'North Rhine-Westphalia', 50.9375, 6.9603, '50###', 6],
    ['Leipzig', 'Saxony', 51.3397, 12.3731, '04###', 3],
    ['Freiburg', 'Baden-Württemberg', 47.999, 7.8421, '79###', 2],
  ]),
  ...country('AT', 'Europe/Vienna', 'de-AT', 0.2, [
    ['Vienna', 'Vienna', 48.2082, 16.3738, '1##0', 4],
    ['Graz', 'Styria', 47.0707, 15.4395, '80##', 1],
  ]),
  ...country('CH', 'Europe/Zurich', 'de-CH', 0.081, [
    ['Zurich', 'Zurich', 47.3769, 8.5417, '80##', 3],
    ['Basel', 'Basel-Stadt', 47.5596, 7.5886, '40##', 1],
  ]),
  ...country('FR', 'Europe/Paris', 'fr-FR', 0.2, [
    ['Paris', 'Île-de-France', 48.8566, 2.3522, '750##', 8],
    ['Lyon', 'Auvergne-Rhône-Alpes', 45.764, 4.8357, '690##', 3],
    ['Nantes', 'Pays de la Loire', 47.2184, -1.5536, '440##', 2],
  ]),
  ...country('NL', 'Europe/Amsterdam', 'nl-NL', 0.21, [
    ['Amsterdam', 'North Holland', 52.3676, 4.9041, '10## @@', 4],
    ['Utrecht', 'Utrecht', 52.0907, 5.1214, '35## @@', 2],
  ]),
  ...country('GB', 'Europe/London', 'en-GB', 0.2, [
    ['London', 'England', 51.5074, -0.1278, 'SW# #@@', 9],
    ['Manchester', 'England', 53.4808, -2.2426, 'M# #@@', 3],
    ['Edinburgh', 'Scotland', 55.9533, -3.1883, 'EH# #@@', 2],
  ]),
  ...country('US', 'America/New_York', 'en-US', 0.08, [
    ['New York', 'New York', 40.7128, -74.006, '100##', 9],
    ['Boston', 'Massachusetts', 42.3601, -71.0589, '021##', 3],
  ]),
  ...country('US', 'America/Chicago', 'en-US', 0.08, [
    ['Chicago', 'Illinois', 41.8781, -87.6298, '606##', 4],
    ['Austin', 'Texas', 30.2672, -97.7431, '787##', 3],
  ]),
  ...country('US', 'America/Denver', 'en-US', 0.07, [
    ['Denver', 'Colorado', 39.7392, -104.9903, '802##', 2],
  ]),
  ...country('US', 'America/Los_Angeles', 'en-US', 0.09, [
    ['San Francisco', 'California', 37.7749, -122.4194, '941##', 4],
    ['Seattle', 'Washington', 47.6062, -122.3321, '981##', 3],
  ]),
]

const TOTALS = runningTotals(PLACES.map(({ weight }) => weight))

export function drawPlace(random: Random): Place {
  const place = PLACES[random.weighted(TOTALS)]
  if (place === undefined) throw new RangeError('There are no places')
  return place
}

const LETTERS = 'ABCDEFGHJKLMNPRSTUVWXYZ'

/** Fills in a pattern such as `10## @@`. */
export function drawPostalCode(random: Random, pattern: string): string {
  let code = ''
  for (const mark of pattern) {
    if (mark === '#') code += String(random.whole(0, 9))
    else if (mark === '@') code += LETTERS.charAt(random.whole(0, LETTERS.length - 1))
    else code += mark
  }
  return code
}
