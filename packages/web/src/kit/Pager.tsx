import { useState } from 'react'
import { Button } from './Button.tsx'

/** Where one is in a list of pages that only tells what comes next: the cursors of the pages before are kept. */
export interface Paging {
  readonly after: string | undefined
  readonly page: number
  readonly goOn: (next: string) => void
  readonly goBack: () => void
  readonly restart: () => void
}

export function usePaging(): Paging {
  const [cursors, setCursors] = useState<readonly string[]>([])
  return {
    after: cursors.at(-1),
    page: cursors.length + 1,
    goOn: (next) => {
      setCursors([...cursors, next])
    },
    goBack: () => {
      setCursors(cursors.slice(0, -1))
    },
    restart: () => {
      setCursors([])
    },
  }
}

export function Pager({
  paging,
  next,
}: {
  readonly paging: Paging
  readonly next: string | null | undefined
}) {
  if (paging.page === 1 && (next === null || next === undefined)) return null
  return (
    <nav className="pager" aria-label="Pages">
      <span className="muted small num">Page {paging.page}</span>
      <Button small isDisabled={paging.page === 1} onPress={paging.goBack}>
        Back
      </Button>
      <Button
        small
        isDisabled={next === null || next === undefined}
        onPress={() => {
          if (next !== null && next !== undefined) paging.goOn(next)
        }}
      >
        Next
      </Button>
    </nav>
  )
}
