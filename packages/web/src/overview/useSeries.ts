import { useState } from 'react'
import { appended } from './series.ts'

/** A figure as it was while one looked: each time that `stamp` is another, its value is kept. */
export function useSeries(
  value: number | undefined,
  stamp: number,
  most: number,
): readonly number[] {
  const [kept, setKept] = useState<{ readonly stamp: number; readonly values: readonly number[] }>({
    stamp: 0,
    values: [],
  })
  if (value !== undefined && stamp !== kept.stamp) {
    setKept({ stamp, values: appended(kept.values, value, most) })
  }
  return kept.values
}
