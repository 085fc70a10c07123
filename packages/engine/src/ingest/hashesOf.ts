import { sql, type Sql } from '@muster/core'

/**
 * Two 32-bit hashes of a text of ASCII, MurmurHash2 and MurmurHash3 (Appleby) with seed 0, from one walk over it; `undefined` for any other
 * text, whose bytes are not its characters. The warehouse computes the same two with {@link HASHES_IN_SQL}, many times as fast.
 */
export function hashesOf(text: string): readonly [number, number] | undefined {
  const { length } = text
  let a = length
  let b = 0
  let seen = 0
  let i = 0
  for (; i + 4 <= length; i += 4) {
    const p = text.charCodeAt(i)
    const q = text.charCodeAt(i + 1)
    const r = text.charCodeAt(i + 2)
    const s = text.charCodeAt(i + 3)
    seen |= p | q | r | s
    const word = p | (q << 8) | (r << 16) | (s << 24)
    let k = Math.imul(word, M)
    k ^= k >>> 24
    a = Math.imul(a, M) ^ Math.imul(k, M)
    b ^= scrambled(word)
    b = (Math.imul((b << 13) | (b >>> 19), 5) + 0xe6546b64) | 0
  }
  if (i < length) {
    let rest = 0
    for (let at = i; at < length; at++) {
      const unit = text.charCodeAt(at)
      seen |= unit
      rest |= unit << (8 * (at - i))
    }
    a = Math.imul(a ^ rest, M)
    b ^= scrambled(rest)
  }
  if (seen > 127) return undefined
  a ^= a >>> 13
  a = Math.imul(a, M)
  b ^= length
  b = Math.imul(b ^ (b >>> 16), 0x85ebca6b)
  b = Math.imul(b ^ (b >>> 13), 0xc2b2ae35)
  return [(a ^ (a >>> 15)) >>> 0, (b ^ (b >>> 16)) >>> 0]
}

/** The same of a column `message_id`, as one UInt64: the first hash in its upper half. */
export const HASHES_IN_SQL: Sql = sql`bitOr(bitShiftLeft(toUInt64(murmurHash2_32(message_id)), 32), toUInt64(murmurHash3_32(message_id)))`

/** The multiplier of MurmurHash2. */
const M = 0x5bd1e995

/** A word as MurmurHash3 takes it in. */
function scrambled(word: number): number {
  const k = Math.imul(word, 0xcc9e2d51)
  return Math.imul((k << 15) | (k >>> 17), 0x1b873593)
}
