import type { Json, Place } from '@muster/core'
import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react'
import { isList, isObject } from '../../format/json.ts'
import { Button, IconButton, InlineText } from '../../kit/index.ts'
import { AddCondition } from '../AddCondition.tsx'
import { ScopeContext, useBuilding, useIsWrong, usePut, useScope } from '../building.ts'
import { ConditionNode } from '../ConditionNode.tsx'
import { Fields } from '../fields.tsx'
import type { EditorProps, Editors } from '../fields.tsx'
import { Issues } from '../Issues.tsx'
import {
  amountAggregates,
  amountForm,
  emptyCase,
  traitAggregates,
} from '../language/expressions.ts'
import type { FieldKind } from '../language/form.ts'
import { groupOf, peel } from '../negation.ts'
import { editors } from './editors.ts'
import { TraitEditor } from './paths.tsx'
import { AggregateChoice } from './tests.tsx'
import { ScalarEditor } from './values.tsx'

const listOf = (value: Json | undefined): readonly Json[] => (isList(value) ? value : [])
const partOf = (value: Json, key: string): Json | undefined =>
  isObject(value) ? value[key] : undefined

/** One that stands there without being written counts. */
function TraitAggregateEditor({ value = 'count', ...props }: EditorProps) {
  return <AggregateChoice {...props} value={value} forms={traitAggregates} />
}

function AmountAggregateEditor({ value = 'count', ...props }: EditorProps) {
  return <AggregateChoice {...props} value={value} forms={amountAggregates} />
}

/** Values with the conditions that give them; the first that holds decides, so their order counts. */
function CasesEditor({ at, value }: EditorProps) {
  const scope = useScope()
  const cases = listOf(value)
  return (
    <ScopeContext value={{ ...scope, event: undefined, below: '', inTrait: true }}>
      <ol className="cases">
        {cases.map((each, index) => (
          <li key={index} className="case">
            <OneCase at={[...at, index]} value={each} count={cases.length} />
          </li>
        ))}
        <li>
          <Issues at={at} isExact />
          <AddMember at={at} text="case" initial={emptyCase} />
        </li>
      </ol>
    </ScopeContext>
  )
}

function OneCase({
  at,
  value,
  count,
}: {
  readonly at: Place
  readonly value: Json
  readonly count: number
}) {
  const when = partOf(value, 'when') ?? { all: [] }
  const place = [...at, 'when']
  const isGroup = groupOf(peel(when, place)) !== undefined
  const index = Number(at.at(-1))
  return (
    <>
      <div className="clause">
        <ScalarEditor
          {...{ at: [...at, 'value'], value: partOf(value, 'value'), of: {} }}
          label={`Value of case ${index + 1}`}
        />
        <span className="word">{index === 0 ? 'when' : 'else, when'}</span>
        <span className="grow" />
        <MemberButtons at={at} count={count} name={`case ${index + 1}`} />
      </div>
      <Issues at={at} isExact />
      <Issues at={[...at, 'value']} isExact />
      <ConditionNode at={place} value={when} isFixed />
      {!isGroup && <AddCondition at={place} isLarge />}
    </>
  )
}

/** Names with the amounts that are compared. */
function RivalsEditor({ at, value }: EditorProps) {
  const rivals = listOf(value)
  return (
    <ol className="cases">
      {rivals.map((rival, index) => (
        <li key={index} className="case">
          <OneRival at={[...at, index]} value={rival} count={rivals.length} />
        </li>
      ))}
      <li>
        <AddMember
          {...{ at, text: 'value' }}
          initial={{ value: '', of: { event: '', aggregate: 'count' } }}
        />
      </li>
    </ol>
  )
}

function OneRival({
  at,
  value,
  count,
}: {
  readonly at: Place
  readonly value: Json
  readonly count: number
}) {
  const index = Number(at.at(-1))
  const amount = partOf(value, 'of')
  return (
    <>
      <div className="clause">
        <TextInput
          {...{ at: [...at, 'value'], value: partOf(value, 'value'), placeholder: 'name' }}
          label={`Value ${index + 1}`}
        />
        <span className="word">when the greatest is</span>
        <span className="grow" />
        <MemberButtons at={at} count={count} name={`value ${index + 1}`} />
      </div>
      <Fields
        form={amountForm}
        value={isObject(amount) ? amount : { event: '' }}
        at={[...at, 'of']}
      />
    </>
  )
}

/** Texts and traits, as they follow one another. */
function TextPartsEditor({ at, value }: EditorProps) {
  const parts = listOf(value)
  return (
    <>
      {parts.map((part, index) => {
        const place = [...at, index]
        return (
          <span key={index} className="field-part">
            {isObject(part) ? (
              <TraitEditor
                {...{ at: [...place, 'trait'], value: part['trait'], label: 'Trait' }}
                of={part}
              />
            ) : (
              <TextInput at={place} value={part} label={`Text ${index + 1}`} placeholder="text" />
            )}
            <MemberButtons at={place} count={parts.length} name={`part ${index + 1}`} isInLine />
          </span>
        )
      })}
      <AddMember at={at} text="trait" initial={{ trait: '' }} />
      <AddMember at={at} text="text" initial=" " />
    </>
  )
}

function TextInput({
  at,
  value,
  label,
  placeholder,
}: Omit<EditorProps, 'of'> & { readonly placeholder: string }) {
  const put = usePut(at)
  return (
    <InlineText
      {...{ label, placeholder }}
      value={typeof value === 'string' ? value : ''}
      isWrong={useIsWrong(at)}
      onChange={(text) => {
        put(text, true)
      }}
    />
  )
}

function AddMember({
  at,
  text,
  initial,
}: {
  readonly at: Place
  readonly text: string
  readonly initial: Json
}) {
  const { edit } = useBuilding()
  return (
    <Button
      small
      look="quiet"
      onPress={() => {
        edit({ do: 'add', at, value: initial })
      }}
    >
      <Plus size={13} aria-hidden />
      {text}
    </Button>
  )
}

/** Moves a member of a list, or takes it out; the last one stays. */
function MemberButtons({
  at,
  count,
  name,
  isInLine = false,
}: {
  readonly at: Place
  readonly count: number
  readonly name: string
  readonly isInLine?: boolean
}) {
  const { edit } = useBuilding()
  const index = Number(at.at(-1))
  if (count < 2) return null
  return (
    <span className="row tight fixed">
      {!isInLine && (
        <>
          <IconButton
            small
            label={`Move ${name} up`}
            isDisabled={index === 0}
            onPress={() => {
              edit({ do: 'move', at, by: -1 })
            }}
          >
            <ArrowUp size={13} aria-hidden />
          </IconButton>
          <IconButton
            small
            label={`Move ${name} down`}
            isDisabled={index === count - 1}
            onPress={() => {
              edit({ do: 'move', at, by: 1 })
            }}
          >
            <ArrowDown size={13} aria-hidden />
          </IconButton>
        </>
      )}
      <IconButton
        small
        label={`Take out ${name}`}
        onPress={() => {
          edit({ do: 'remove', at })
        }}
      >
        <Trash2 size={13} aria-hidden />
      </IconButton>
    </span>
  )
}

/** The editors of conditions, and of what only computed traits have. */
export const expressionEditors: Editors<FieldKind> = {
  ...editors,
  amountAggregate: AmountAggregateEditor,
  cases: CasesEditor,
  rivals: RivalsEditor,
  textParts: TextPartsEditor,
  traitAggregate: TraitAggregateEditor,
}
