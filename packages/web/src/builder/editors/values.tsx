import { parseJson } from '@muster/core'
import { X } from 'lucide-react'
import { isList } from '../../format/json.ts'
import { Choice, InlineText, Picker } from '../../kit/index.ts'
import type { PickerItem } from '../../kit/index.ts'
import { useIsWrong, usePut, useSubject } from '../building.ts'
import type { EditorProps } from '../fields.tsx'
import { encodeScalar, scalarItems, scalarText, scalarsTyped } from '../scalars.ts'

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
