import { utf8Bytes } from '../value/utf8.ts'

/** Where a profile stands in [0, 1) under a salt; the same in every process and for ever. */
export function shareOf(salt: string, profileId: bigint): number {
  return murmurHash3(utf8Bytes(`${salt}:${profileId.toString()}`)) / 2 ** 32
}

/**
 * MurmurHash3 x86 32-bit with seed 0, as an unsigned integer; ClickHouse's `murmurHash3_32`.
 * Source: Austin Appleby, MurmurHash3.cpp, in the public domain.
 */
export function murmurHash3(bytes: ArrayLike<number>): number {
  const byte = (i: number): number => bytes[i] ?? 0
  const blocks = Math.floor(bytes.length / 4)
  let hash = 0
  for (let i = 0; i < blocks * 4; i += 4) {
    const block = byte(i) | (byte(i + 1) << 8) | (byte(i + 2) << 16) | (byte(i + 3) << 24)
    hash = Math.imul(rotateLeft(hash ^ scramble(block), 13), 5) + 0xe6546b64
  }
  const rest = blocks * 4
  const tail = byte(rest) | (byte(rest + 1) << 8) | (byte(rest + 2) << 16)
  hash ^= scramble(tail) ^ bytes.length
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

function scramble(block: number): number {
  return Math.imul(rotateLeft(Math.imul(block, 0xcc9e2d51), 15), 0x1b873593)
}

function rotateLeft(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits))
}
