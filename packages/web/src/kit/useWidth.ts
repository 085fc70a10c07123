import { useEffect, useRef, useState, type RefObject } from 'react'

/** The width of the element that the first of the two is given to, in whole pixels; 0 until it is known. */
export function useWidth(): readonly [RefObject<HTMLDivElement | null>, number] {
  const place = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(0)
  useEffect(() => {
    const { current } = place
    if (current === null) return undefined
    const observer = new ResizeObserver(([entry]) => {
      setWidth(Math.round(entry?.contentRect.width ?? 0))
    })
    observer.observe(current)
    return () => {
      observer.disconnect()
    }
  }, [])
  return [place, width]
}
