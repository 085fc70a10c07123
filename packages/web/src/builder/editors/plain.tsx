import { parseJson } from '@muster/core'
import type { Json, Place } from '@muster/core'
import { X } from 'lucide-react'
import { useState } from 'react'
import { isList, isObject } from '../../format/json.ts'
import { Choice, InlineText, Picker } from '../../kit/index.ts'
import type { PickerItem } from '../../kit/index.ts'
import { useIsWrong, usePut, useSubject } from '../building.ts'
import type { EditorProps } from '../fields.tsx'
import { calendarPeriods } from '../language/values.ts'
import { encodeScalar, scalarItems, scalarText, scalarsTyped } from '../scalars.ts'

/** A number as it is typed: what is no number yet is kept as text, so that the check can say so. */
export function NumberInput({
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
  const [text, setText] = useState(() => textOf(value))
  // While somebody types `1.0` it stays so, although the number is 1.
  const shown = numberOf(text) === value ? text : textOf(value)
  return (
    <InlineText
      label={label}
      value={shown}
      isNumeric
      isWrong={isWrong}
      onChange={(typed) => {
        setText(typed)
        put(numberOf(typed), true)
      }}
    />
  )
}

function textOf(value: Json | undefined): string {
  return value === undefined || value === null || typeof value === 'object' ? '' : String(value)
}

function numberOf(text: string): Json {
  const parsed = parseJson(text.trim().replaceAll(',', ''))
  if (!parsed.ok) return text
  return typeof parsed.value === 'number' || typeof parsed.value === 'bigint' ? parsed.value : text
}

export function NumberEditor({ at, value, label }: EditorProps) {
  return <NumberInput at={at} value={value} label={label} />
}

export function NumberPairEditor({ at, value }: EditorProps) {
  const [from, to] = isList(value) ? value : []
  return (
    <>
      <NumberInput at={[...at, 0]} value={from} label="From" />
      <span className="word">and</span>
      <NumberInput at={[...at, 1]} value={to} label="To" />
    </>
  )
}

export function TextEditor({ at, value, label }: EditorProps) {
  const put = usePut(at)
  return (
    <InlineText
      label={label}
      value={typeof value === 'string' ? value : ''}
      placeholder="text"
      isWrong={useIsWrong(at)}
      onChange={(text) => {
        put(text, true)
      }}
    />
  )
}

export function TruthEditor({ at, value }: EditorProps) {
  const put = usePut(at)
  return (
    <Choice
      label="Whether it has a value"
      value={value === false ? 'no' : 'yes'}
      options={[
        { id: 'yes', text: 'yes' },
        { id: 'no', text: 'no, it is missing' },
      ]}
      look="plain"
      onChange={(id) => {
        put(id === 'yes')
      }}
    />
  )
}

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

/** A text, number or truth: among those seen, or typed. */
export function ScalarEditor({ at, value, label }: EditorProps) {
  const put = usePut(at)
  const isWrong = useIsWrong(at)
  const subject = useSubject()
  return (
    <Picker
      label={label}
      value={encodeScalar(value)}
      shown={value === undefined || encodeScalar(value) === '' ? undefined : scalarText(value)}
      items={scalarItems(subject)}
      placeholder="choose a value"
      custom={(typed): readonly PickerItem[] => scalarsTyped(typed, subject)}
      isWrong={isWrong}
      emptyText="No values are known. Type one."
      onPick={(id) => {
        const parsed = parseJson(id)
        if (parsed.ok) put(parsed.value)
      }}
    />
  )
}

export function ScalarsEditor({ at, value }: EditorProps) {
  const put = usePut(at)
  const subject = useSubject()
  const values = isList(value) ? value : []
  return (
    <>
      {values.map((each, index) => (
        <span key={index} className="token">
          {scalarText(each)}
          <button
            type="button"
            aria-label={`Take out ${scalarText(each)}`}
            onClick={() => {
              put(values.toSpliced(index, 1))
            }}
          >
            <X size={12} aria-hidden />
          </button>
        </span>
      ))}
      <Picker
        label="Add a value"
        value=""
        items={scalarItems(subject).filter(
          ({ id }) => !values.some((each) => encodeScalar(each) === id),
        )}
        placeholder={values.length === 0 ? 'choose values' : 'add'}
        custom={(typed) => scalarsTyped(typed, subject)}
        isWrong={useIsWrong(at)}
        emptyText="No more values are known. Type one."
        onPick={(id) => {
          const parsed = parseJson(id)
          if (parsed.ok) put([...values, parsed.value])
        }}
      />
    </>
  )
}

export function NearEditor({ at, value }: EditorProps) {
  const part = (key: string) => (isObject(value) ? value[key] : undefined)
  return (
    <>
      <span className="word">latitude</span>
      <NumberInput at={[...at, 'lat']} value={part('lat')} label="Latitude" />
      <span className="word">longitude</span>
      <NumberInput at={[...at, 'lon']} value={part('lon')} label="Longitude" />
      <span className="word">within</span>
      <NumberInput at={[...at, 'km']} value={part('km')} label="Kilometres" />
      <span className="word">km</span>
    </>
  )
}

/** From one part of everybody to another, in percent of it. */
export function ShareEditor({ at, value }: EditorProps) {
  const put = usePut(at)
  const share = isObject(value) ? value : {}
  const percent = (key: string) => {
    const part = share[key]
    return typeof part === 'number' ? String(Math.round(part * 100_000) / 1_000) : ''
  }
  const input = (key: 'from' | 'to', label: string) => (
    <InlineText
      label={label}
      value={percent(key)}
      isNumeric
      onChange={(typed) => {
        const part = Number(typed)
        put({ ...share, [key]: Number.isFinite(part) ? part / 100 : typed }, true)
      }}
    />
  )
  return (
    <>
      <span className="word">the share from</span>
      {input('from', 'From percent')}
      <span className="word">% to</span>
      {input('to', 'To percent')}
      <span className="word">% drawn with</span>
      <InlineText
        label="Salt: another one draws other people"
        value={typeof share['salt'] === 'string' ? share['salt'] : ''}
        onChange={(salt) => {
          put({ ...share, salt }, true)
        }}
      />
    </>
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
