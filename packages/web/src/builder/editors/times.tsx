import type { Json, Place } from '@muster/core'
import { isList } from '../../format/json.ts'
import { Choice, InlineText } from '../../kit/index.ts'
import { useIsWrong, usePut } from '../building.ts'
import type { EditorProps } from '../fields.tsx'
import { calendarPeriods } from '../language/values.ts'
import { NumberInput } from './numbers.tsx'

const units = [
  { id: 's', text: 'seconds' },
  { id: 'm', text: 'minutes' },
  { id: 'h', text: 'hours' },
  { id: 'd', text: 'days' },
  { id: 'w', text: 'weeks' },
] as const

function DurationInput({
  at,
  value,
  label,
}: {
  readonly at: Place
  readonly value: Json | undefined
  readonly label: string
}) {
  const put = usePut(at)
  const isWrong = useIsWrong(at)
  const text = typeof value === 'string' ? value : ''
  const unit = units.find(({ id }) => text.endsWith(id))?.id ?? 'd'
  const count = text.replace(/[a-z]$/, '')
  return (
    <>
      <InlineText
        label={label}
        value={count}
        isNumeric
        isWrong={isWrong}
        onChange={(typed) => {
          put(`${typed.trim()}${unit}`, true)
        }}
      />
      <Choice
        label="Unit"
        value={unit}
        options={units}
        look="plain"
        onChange={(id) => {
          put(`${count}${id}`)
        }}
      />
    </>
  )
}

export function DurationEditor({ at, value, label }: EditorProps) {
  return <DurationInput at={at} value={value} label={label} />
}

export function DurationPairEditor({ at, value }: EditorProps) {
  const [far, near] = isList(value) ? value : []
  return (
    <>
      <DurationInput at={[...at, 0]} value={far} label="From" />
      <span className="word">and</span>
      <DurationInput at={[...at, 1]} value={near} label="To" />
    </>
  )
}

/** A day, which is its midnight in UTC as the language has it; a time of day can be written behind it. */
export function InstantEditor({ at, value, label }: EditorProps) {
  const put = usePut(at)
  const isWrong = useIsWrong(at)
  const text = typeof value === 'string' ? value : ''
  const isDay = text === '' || /^\d{4}-\d{2}-\d{2}$/.test(text)
  return (
    <>
      {isDay ? (
        <input
          type="date"
          aria-label={label}
          className="field-input small date"
          value={text}
          onChange={(event) => {
            put(event.target.value)
          }}
        />
      ) : (
        <InlineText
          label={label}
          value={text}
          isWrong={isWrong}
          placeholder="2026-01-31T18:30:00Z"
          onChange={(typed) => {
            put(typed, true)
          }}
        />
      )}
      <Choice
        label="Day or instant"
        value={isDay ? 'day' : 'instant'}
        options={[
          { id: 'day', text: '00:00 UTC' },
          { id: 'instant', text: 'at a time' },
        ]}
        look="plain"
        onChange={(id) => {
          put(id === 'day' ? text.slice(0, 10) : `${text === '' ? '2026-01-01' : text}T12:00:00Z`)
        }}
      />
    </>
  )
}

export function PeriodEditor({ at, value }: EditorProps) {
  const put = usePut(at)
  return (
    <Choice
      label="Calendar period"
      value={typeof value === 'string' ? value : undefined}
      options={calendarPeriods}
      onChange={put}
    />
  )
}

const weekdays: readonly string[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']

export function WeekdaysEditor({ at, value }: EditorProps) {
  const put = usePut(at)
  const chosen = isList(value) ? value : []
  return (
    <span className="row tight" role="group" aria-label="Weekdays">
      {weekdays.map((id) => {
        const isOn = chosen.includes(id)
        return (
          <button
            key={id}
            type="button"
            className="day"
            aria-pressed={isOn}
            onClick={() => {
              put(isOn ? chosen.filter((each) => each !== id) : [...chosen, id])
            }}
          >
            {id}
          </button>
        )
      })}
    </span>
  )
}

export function HoursEditor({ at, value }: EditorProps) {
  const [from, to] = isList(value) ? value : []
  return (
    <>
      <NumberInput at={[...at, 0]} value={from} label="From hour" />
      <span className="word">to</span>
      <NumberInput at={[...at, 1]} value={to} label="Until hour" />
      <span className="word">o’clock</span>
    </>
  )
}
