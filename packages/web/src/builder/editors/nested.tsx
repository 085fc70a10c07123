import { Plus, X } from 'lucide-react'
import { isList, isObject } from '../../format/json.ts'
import { Button, IconButton } from '../../kit/index.ts'
import { ScopeContext, useBuilding, usePut, useScope } from '../building.ts'
import { ConditionNode } from '../ConditionNode.tsx'
import { Fields, InlineFields } from '../fields.tsx'
import type { EditorProps } from '../fields.tsx'
import { measureForm, stepForm } from '../language/conditions.ts'
import { timeOfEvent } from '../language/values.ts'
import { PredicateEditor } from './tests.tsx'

export function StepEditor({ at, value }: EditorProps) {
  return <Fields form={stepForm} value={isObject(value) ? value : { event: '' }} at={at} />
}

export function StepsEditor({ at, value }: EditorProps) {
  const { edit } = useBuilding()
  const steps = isList(value) ? value : []
  return (
    <ol className="steps">
      {steps.map((step, index) => (
        <li key={index} className="step">
          <span className="step-number num" aria-hidden>
            {index + 1}
          </span>
          <div className="grow">
            <Fields
              form={stepForm}
              value={isObject(step) ? step : { event: '' }}
              at={[...at, index]}
              lead={<span className="word">{index === 0 ? 'first' : 'then'}</span>}
              tail={
                steps.length > 2 && (
                  <IconButton
                    small
                    label={`Take out step ${index + 1}`}
                    onPress={() => {
                      edit({ do: 'remove', at: [...at, index] })
                    }}
                  >
                    <X size={13} aria-hidden />
                  </IconButton>
                )
              }
            />
          </div>
        </li>
      ))}
      <li>
        <Button
          small
          look="quiet"
          onPress={() => {
            edit({ do: 'add', at, value: { event: '' } })
          }}
        >
          <Plus size={13} aria-hidden />
          step
        </Button>
      </li>
    </ol>
  )
}

/** The two amounts of a ratio or a difference. */
export function MeasuresEditor({ at, value }: EditorProps) {
  const joint = at.at(-1) === 'difference' ? 'less' : 'to'
  const measures = isList(value) ? value : []
  return (
    <div className="grow stack tight">
      {measures.map((measure, index) => (
        <div key={index}>
          <Fields
            form={measureForm}
            value={isObject(measure) ? measure : { event: '' }}
            at={[...at, index]}
            lead={index > 0 && <span className="word">{joint}</span>}
          />
        </div>
      ))}
    </div>
  )
}

const sides = [
  { key: 'from', word: 'from a value that' },
  { key: 'to', word: 'to a value that' },
]

/** The two sides of a change of a trait; a side that is left out admits anything. */
export function ChangedEditor({ at, value, of }: EditorProps) {
  const { edit } = useBuilding()
  const put = usePut(at)
  const changed = isObject(value) ? value : {}
  return sides.map(({ key, word }) =>
    changed[key] === undefined ? (
      <Button
        key={key}
        small
        look="quiet"
        onPress={() => {
          put({ ...changed, [key]: { equals: '' } })
        }}
      >
        <Plus size={13} aria-hidden />
        {key}
      </Button>
    ) : (
      <span key={key} className="field-part">
        <span className="word">{word}</span>
        <PredicateEditor at={[...at, key]} value={changed[key]} of={of} label={word} />
        <IconButton
          small
          label={`Take out ${key}`}
          onPress={() => {
            edit({ do: 'remove', at: [...at, key] })
          }}
        >
          <X size={13} aria-hidden />
        </IconButton>
      </span>
    ),
  )
}

export function TimeEditor({ at, value }: EditorProps) {
  return <InlineFields form={timeOfEvent} value={isObject(value) ? value : {}} at={at} />
}

/** What holds for an account: conditions again, of which some kinds are left out. */
export function AccountEditor({ at, value }: EditorProps) {
  const scope = useScope()
  return (
    <ScopeContext value={{ ...scope, event: undefined, below: '', inAccount: true }}>
      <div className="grow">
        <ConditionNode at={at} value={value ?? { all: [] }} isFixed />
      </div>
    </ScopeContext>
  )
}
