/**
 * A JSON value as Muster keeps it. An integer beyond 2^53 and within ±2^63 is a `bigint`, so that no digit is lost;
 * every other number is a double. Never `undefined`, never a non-finite number, never a lone surrogate.
 */
export type Json = null | boolean | number | bigint | string | JsonArray | JsonObject
export type JsonArray = readonly Json[]
export interface JsonObject {
  readonly [key: string]: Json
}
