import type { Audience, ProfileSummary } from '@muster/client'
import { Download } from 'lucide-react'
import { useRef, useState } from 'react'
import { useClient } from '../data/client.ts'
import { saveFile } from '../format/csv.ts'
import { formatCount } from '../format/number.ts'
import { Button, toast } from '../kit/index.ts'
import { peopleAsCsv } from './csv.ts'
import { traitsQuery, withOnly } from './shownTraits.ts'

/** Fetches all members page by page and saves them as a file; it can be stopped meanwhile. */
export function ExportButton({
  audience,
  shown,
}: {
  readonly audience: Audience
  /** The traits that were chosen; none for the usual ones. */
  readonly shown: readonly string[]
}) {
  const client = useClient()
  const [count, setCount] = useState<number>()
  const stopping = useRef<AbortController>(undefined)

  const run = async () => {
    const controller = new AbortController()
    stopping.current = controller
    setCount(0)
    try {
      const people: ProfileSummary[] = []
      const query = { limit: 1_000, ...traitsQuery(shown) }
      const all = client.audiences.allMembers(audience.id, query, controller.signal)
      for await (const person of all) {
        if (people.push(person) % 1_000 === 0) setCount(people.length)
      }
      saveFile(
        `${audience.id}.csv`,
        peopleAsCsv(shown.length === 0 ? people : withOnly(people, shown)),
      )
      toast(`${formatCount(people.length)} people are in ${audience.id}.csv.`)
    } catch (error) {
      if (!controller.signal.aborted) {
        toast(error instanceof Error ? error.message : 'The export failed. Try again.')
      }
    } finally {
      setCount(undefined)
    }
  }

  if (count === undefined) {
    return (
      <Button onPress={() => void run()}>
        <Download size={15} aria-hidden />
        Export
      </Button>
    )
  }
  return (
    <Button
      onPress={() => {
        stopping.current?.abort()
      }}
    >
      <span className="num">{formatCount(count)}</span> · Cancel
    </Button>
  )
}
