/**
 * Two independent 32-bit hashes of a text, from one walk over its UTF-16 units: FNV-1a (Fowler, Noll, Vo) with its own prime and with the
 * one of murmur3, each mixed at the end as murmur3 does, since the low bits of FNV alone are poor. Written out because the ids of
 * all messages go through it: bytes and a call into the runtime would take ten times as long.
 */
export function hashesOf(text: string): readonly [number, number] {
  let a = 0x811c9dc5
  let b = 0x9747b28c
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    a = Math.imul(a ^ unit, 0x01000193)
    b = Math.imul(b ^ unit, 0xcc9e2d51)
  }
  return [mixed(a), mixed(b)]
}

function mixed(hash: number): number {
  let h = hash ^ (hash >>> 16)
  h = Math.imul(h, 0x85ebca6b)
  h ^= h >>> 13
  h = Math.imul(h, 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}
