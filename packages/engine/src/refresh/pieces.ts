/** So many profiles share a piece of memory, if anything is kept of one of them. */
export const PIECE = 65_536

/** Where something of a profile is kept, by its id: ids are dense, and may have more than 32 bits. */
export function addressOf(profile: bigint | number): readonly [piece: number, place: number] {
  const id = Number(profile)
  const piece = Math.floor(id / PIECE)
  return [piece, id - piece * PIECE]
}
