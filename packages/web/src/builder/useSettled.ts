import { useEffect, useState } from 'react'

/** So long nothing has to change before somebody is counted: one does not count every letter. */
const PAUSE_MS = 180

/** A text as it is once nobody types any more. */
export function useSettled(text: string | undefined): string | undefined {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => {
      setSettled(text)
    }, PAUSE_MS)
    return () => {
      clearTimeout(timer)
    }
  }, [text])
  return settled
}
