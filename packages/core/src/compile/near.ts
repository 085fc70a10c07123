import { float64, sql, type Sql } from './sql.ts'
import { payload } from './tagged.ts'

/** Mean radius of the Earth in kilometres (IUGG). */
const EARTH_RADIUS_KM = 6371.0088
/** A rounding error of the haversine is far below a millimetre; so much past the rim still counts as on it. */
const TOLERANCE_KM = 1e-9

/** True when a tagged `{"lat", "lon"}` lies within a great-circle distance; haversine, written as in the reference evaluator. */
export function nearby(
  value: Sql,
  { lat, lon, km }: { readonly lat: number; readonly lon: number; readonly km: number },
): Sql {
  const json = payload(value)
  const radians = (key: 'lat' | 'lon') =>
    key === 'lat'
      ? sql`(JSONExtractFloat(${json}, 'lat') * pi() / 180)`
      : sql`(JSONExtractFloat(${json}, 'lon') * pi() / 180)`
  const lat0 = sql`(${float64(lat)} * pi() / 180)`
  const lon0 = sql`(${float64(lon)} * pi() / 180)`
  const a = sql`(pow(sin((${radians('lat')} - ${lat0}) / 2), 2) + cos(${radians('lat')}) * cos(${lat0}) * pow(sin((${radians('lon')} - ${lon0}) / 2), 2))`
  const distance = sql`2 * ${float64(EARTH_RADIUS_KM)} * asin(sqrt(least(1, ${a})))`
  const isDegrees = (key: 'lat' | 'lon') =>
    key === 'lat'
      ? sql`(JSONType(${json}, 'lat') IN ('Int64', 'UInt64', 'Double') AND abs(JSONExtractFloat(${json}, 'lat')) <= 90)`
      : sql`(JSONType(${json}, 'lon') IN ('Int64', 'UInt64', 'Double') AND abs(JSONExtractFloat(${json}, 'lon')) <= 180)`
  return sql`if(startsWith(${value}, 'o') AND ${isDegrees('lat')} AND ${isDegrees('lon')}, ${distance} <= ${float64(km + TOLERANCE_KM)}, 0)`
}
