import { parseJson } from '@muster/core'
import type { Json, Place } from '@muster/core'
import { useState } from 'react'
import { isList, isObject } from '../../format/json.ts'
import { InlineText } from '../../kit/index.ts'
import { useIsWrong, usePut } from '../building.ts'
import type { EditorProps } from '../fields.tsx'

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
