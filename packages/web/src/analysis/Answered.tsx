import { CircleSlash } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { ReactNode } from 'react'
import { Button, Card, EmptyState, ErrorState, Spinner } from '../kit/index.ts'
import type { Analysis } from './useAnalysis.ts'
import './analysis.css'

/** An answer, and until it is there how long it has been worked on, with the way to stop that. */
export function Answered<Answer>({
  analysis,
  doing,
  children,
}: {
  readonly analysis: Analysis<Answer>
  /** In words, such as `Following the cohorts`. */
  readonly doing: string
  readonly children: (answer: Answer) => ReactNode
}) {
  const { data, error, isRunning, isCancelled, cancel, run } = analysis
  if (error !== null && !isRunning) return <ErrorState error={error} onRetry={run} />
  if (isCancelled) {
    return (
      <Card>
        <EmptyState
          icon={<CircleSlash size={20} aria-hidden />}
          title="It was cancelled"
          action={<Button onPress={run}>Ask again</Button>}
        >
          The question was ended inside the store as well, so it holds nobody up.
        </EmptyState>
      </Card>
    )
  }
  return (
    <div className="stack wide" aria-busy={isRunning}>
      {isRunning && <Working doing={doing} onCancel={cancel} />}
      {data !== undefined && (
        <div className={isRunning ? 'faded' : undefined}>{children(data)}</div>
      )}
    </div>
  )
}

function Working({ doing, onCancel }: { readonly doing: string; readonly onCancel: () => void }) {
  const [seconds, setSeconds] = useState(0)
  useEffect(() => {
    const began = performance.now()
    const timer = setInterval(() => {
      setSeconds(Math.floor((performance.now() - began) / 1_000))
    }, 500)
    return () => {
      clearInterval(timer)
    }
  }, [])
  return (
    <div className="card working">
      <Spinner label={doing} />
      <span className="grow">
        {doing}… <span className="muted num">{seconds} s</span>
      </span>
      <Button small onPress={onCancel}>
        Cancel
      </Button>
    </div>
  )
}
