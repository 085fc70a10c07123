/** The last values of a figure, the oldest first, without any that are older than what fits. */
export function appended(
  values: readonly number[],
  value: number,
  most: number,
): readonly number[] {
  return [...values, value].slice(-most)
}
