/**
 * A bounded map that forgets what was not used for long. Two maps: what is used moves to the young one; when that is full it
 * becomes the old one, and what the old one still held is forgotten. So an entry lives for at least `size` other uses, at
 * most `2 * size` are held, and nothing has to be kept in order of use.
 */
export class Generations<Key, Value> {
  private readonly size: number
  private young = new Map<Key, Value>()
  private old = new Map<Key, Value>()

  /** With a size of 0 nothing is kept. */
  constructor(size: number) {
    this.size = size
  }

  get(key: Key): Value | undefined {
    const young = this.young.get(key)
    if (young !== undefined) return young
    const old = this.old.get(key)
    if (old !== undefined) this.set(key, old)
    return old
  }

  has(key: Key): boolean {
    return this.young.has(key) || this.old.has(key)
  }

  set(key: Key, value: Value): void {
    if (this.size === 0) return
    if (this.young.size >= this.size) {
      this.old = this.young
      this.young = new Map()
    }
    this.young.set(key, value)
  }

  /** Changes what is known, and does not begin to know what was forgotten. */
  replace(key: Key, value: Value): void {
    if (this.has(key)) this.set(key, value)
  }

  delete(key: Key): void {
    this.young.delete(key)
    this.old.delete(key)
  }

  clear(): void {
    this.young.clear()
    this.old.clear()
  }
}
