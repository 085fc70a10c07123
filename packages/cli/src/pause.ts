/** Resolves after so many milliseconds, or as soon as it should end. */
export function pause(ms: number, ending: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      ending.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, Math.max(0, ms))
    ending.addEventListener('abort', end)
    if (ending.aborted) end()
  })
}
