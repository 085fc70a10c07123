import { isArray } from '../value/canonicalJson.ts'
import type { Json } from '../value/json.ts'

const EARTH_RADIUS_KM = 6371.0088
/** A micrometre: far above the rounding of the formula, far below any rim that somebody means. */
const RIM_KM = 1e-9

interface Place {
  readonly lat: number
  readonly lon: number
}

/** Whether a value is a place on the globe within `km` of another, the rim included. */
export function isNear(value: Json, target: Place & { readonly km: number }): boolean {
  const place = placeOf(value)
  return place !== undefined && distanceKm(place, target) <= target.km + RIM_KM
}

/** The place that an object with the numbers `lat` (within ±90) and `lon` (within ±180) is. */
function placeOf(value: Json): Place | undefined {
  if (typeof value !== 'object' || value === null || isArray(value)) return undefined
  const lat = Object.hasOwn(value, 'lat') ? degrees(value['lat'], 90) : undefined
  const lon = Object.hasOwn(value, 'lon') ? degrees(value['lon'], 180) : undefined
  return lat === undefined || lon === undefined ? undefined : { lat, lon }
}

function degrees(value: Json | undefined, most: number): number | undefined {
  if (typeof value !== 'number' && typeof value !== 'bigint') return undefined
  return Math.abs(Number(value)) <= most ? Number(value) : undefined
}

/** Great-circle distance by the haversine formula, on a sphere of the Earth's mean radius (IUGG). */
function distanceKm(a: Place, b: Place): number {
  const [latA, latB] = [radians(a.lat), radians(b.lat)]
  const h =
    Math.sin((latB - latA) / 2) ** 2 +
    Math.cos(latA) * Math.cos(latB) * Math.sin((radians(b.lon) - radians(a.lon)) / 2) ** 2
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.sqrt(Math.min(1, h)))
}

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180
}
