import type { Calibration, Segmentation } from '@muster/client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { RefreshCw } from 'lucide-react'
import { useState } from 'react'
import { useClient } from '../data/client.ts'
import { queries } from '../data/queries.ts'
import { useMay } from '../data/useMay.ts'
import { useNow } from '../data/useNow.ts'
import { useTimeFormat } from '../data/useTimeFormat.ts'
import { formatCount } from '../format/number.ts'
import { formatAge } from '../format/time.ts'
import { Button, Card, Dialog, Notice, toast } from '../kit/index.ts'

const reasons: Readonly<Record<Calibration['because'], string>> = {
  first: 'there were enough customers',
  schedule: 'they were due',
  settings: 'the settings changed',
  request: 'somebody asked for it',
}

/** When the thresholds were learned, from how many customers, when they will be again, and what they were before. */
export function CalibrationCard({
  calibration,
  segmentation: { nextAt },
}: {
  readonly calibration: Calibration
  readonly segmentation: Segmentation
}) {
  const time = useTimeFormat()
  const now = useNow(30_000)
  const mayWrite = useMay('audiences.write')
  const [isAsking, setAsking] = useState(false)
  const before = useQuery(queries.calibrations(useClient(), calibration.id)).data?.slice(1, 6) ?? []
  const { at, because, by, customers, customersEver } = calibration
  return (
    <Card
      title="Thresholds"
      aside={
        mayWrite && (
          <Button
            small
            onPress={() => {
              setAsking(true)
            }}
          >
            <RefreshCw size={14} aria-hidden />
            Learn anew…
          </Button>
        )
      }
    >
      <dl className="facts">
        <dt>Learned</dt>
        <dd className="num">
          <span title={time.second(at)}>{formatAge(at, now)}</span>, since {reasons[because]}
          {because === 'request' && ` (${by})`}
        </dd>
        <dt>From</dt>
        <dd className="num">
          {formatCount(customers)} customers of the period, {formatCount(customersEver)} ever
        </dd>
        <dt>Next</dt>
        <dd className="num">{nextAt === null ? 'when asked for' : time.minute(nextAt)}</dd>
        {before.length > 0 && <dt>Before</dt>}
        {before.length > 0 && (
          <dd>
            <ul className="stack tight">
              {before.map((each) => (
                <li key={each.id} className="num soft small">
                  {time.minute(each.at)}: {formatCount(each.customers)} customers
                </li>
              ))}
            </ul>
          </dd>
        )}
      </dl>
      <LearnDialog
        isOpen={isAsking}
        onClose={() => {
          setAsking(false)
        }}
      />
    </Card>
  )
}

function LearnDialog({
  isOpen,
  onClose,
}: {
  readonly isOpen: boolean
  readonly onClose: () => void
}) {
  const client = useClient()
  const queryClient = useQueryClient()
  const learning = useMutation({
    mutationFn: () => client.segmentation.learn(),
    onSuccess: async ({ customers }) => {
      for (const name of ['segmentation', 'calibrations', 'traits', 'audiences'])
        await queryClient.invalidateQueries({ queryKey: [name] })
      toast(`The thresholds are those of ${formatCount(customers)} customers now.`)
      onClose()
    },
  })
  return (
    <Dialog title="Learn the thresholds anew?" isOpen={isOpen} onClose={onClose}>
      <p className="soft">
        Everybody is scored by the customers as they are now. Audiences that rest on a score, a
        segment or a tier are computed anew: people may come and go.
      </p>
      {learning.error !== null && <Notice tone="danger">{learning.error.message}</Notice>}
      <div className="dialog-actions">
        <Button onPress={onClose}>Cancel</Button>
        <Button
          look="primary"
          isDisabled={learning.isPending}
          onPress={() => {
            learning.mutate()
          }}
        >
          {learning.isPending ? 'Learning…' : 'Learn anew'}
        </Button>
      </div>
    </Dialog>
  )
}
