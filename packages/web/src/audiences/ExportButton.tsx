import type { Audience, ProfileSummary } from '@muster/client'
import { Download } from 'lucide-react'
import { useRef, useState } from 'react'
import { useClient } from '../data/client.ts'
import { formatCount } from '../format/number.ts'
import { Button, toast } from '../kit/index.ts'
import { peopleAsCsv } from './csv.ts'

/** Fetches all members page by page and saves them as a file; it can be stopped meanwhile. */
export function ExportButton({ audience }: { readonly audience: Audience }) {
  const client = useClient()
  const [count, setCount] = useState<number>()
  const stopping = useRef<AbortController>(undefined)

  const run = async () => {
    const controller = new AbortController()
    stopping.current = controller
    setCount(0)
    try {
      const people: ProfileSummary[] = []
      const all = client.audiences.allMembers(audience.id, { limit: 1_000 }, controller.signal)
      for await (const person of all) {
        if (people.push(person) % 1_000 === 0) setCount(people.length)
      }
      save(`${audience.id}.csv`, peopleAsCsv(people))
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

function save(name: string, text: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/csv' }))
  link.download = name
  link.click()
  URL.revokeObjectURL(link.href)
}
