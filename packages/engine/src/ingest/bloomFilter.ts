/**
 * A set that answers "certainly not in it" or "perhaps": Bloom (1970), with all bits of an element in one block of 64 bytes (Putze, Sanders and
 * Singler, 2007), so that each question costs one access to memory. At 24 bits and 10 probes an element, fewer than 1 in 10,000 answers are
 * a wrong "perhaps".
 */
export interface BloomFilter {
  /** `a` and `b` are two independent 32-bit hashes of the element. */
  readonly add: (a: number, b: number) => void
  readonly mayContain: (a: number, b: number) => boolean
  readonly isFull: () => boolean
}

const BITS_PER_ELEMENT = 24
const WORDS_PER_BLOCK = 16
const BITS_PER_BLOCK = 32 * WORDS_PER_BLOCK
/** The upper 9 bits of a hash multiplied by each of these, odd and else of no meaning, say which bits of the block are the element's. */
const PROBES = Uint32Array.of(
  ...[0x47b6137b, 0x44974d91, 0x8824ad5b, 0xa2b7289d, 0x705495c7],
  ...[0x2df1424b, 0x9efc4947, 0x5c6bfb31, 0xb5297a4d, 0x68e31da5],
)

/** For up to `capacity` elements; three bytes of memory for each. */
export function createBloomFilter(capacity: number): BloomFilter {
  const blocks = Math.max(1, Math.ceil((capacity * BITS_PER_ELEMENT) / BITS_PER_BLOCK))
  const words = new Uint32Array(blocks * WORDS_PER_BLOCK)
  let count = 0
  const blockOf = (a: number): number => Math.floor((a / 2 ** 32) * blocks) * WORDS_PER_BLOCK
  return {
    add: (a, b) => {
      count++
      const block = blockOf(a)
      for (let i = 0; i < PROBES.length; i++) {
        const bit = Math.imul(b, PROBES[i] ?? 0) >>> 23
        const word = block + (bit >>> 5)
        words[word] = (words[word] ?? 0) | (1 << (bit & 31))
      }
    },
    mayContain: (a, b) => {
      const block = blockOf(a)
      for (let i = 0; i < PROBES.length; i++) {
        const bit = Math.imul(b, PROBES[i] ?? 0) >>> 23
        if (((words[block + (bit >>> 5)] ?? 0) & (1 << (bit & 31))) === 0) return false
      }
      return true
    },
    isFull: () => count >= capacity,
  }
}
