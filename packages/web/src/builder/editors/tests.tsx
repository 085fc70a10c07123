import { isObject } from '../../format/json.ts'
import { Choice } from '../../kit/index.ts'
import { SubjectContext, useBuilding, useScope, useSubject } from '../building.ts'
import type { EditorProps } from '../fields.tsx'
import { InlineFields } from '../fields.tsx'
import { formOf } from '../language/form.ts'
import { aggregates, numberTests, predicates, windows } from '../language/values.ts'
import type { AggregateForm } from '../language/values.ts'
import { firstPredicate } from '../seen.ts'
import type { Seen } from '../seen.ts'
import { propertiesOf, traitsOf } from '../vocabulary.ts'
import { UnionEditor } from './UnionEditor.tsx'

export function WindowEditor(props: EditorProps) {
  return <UnionEditor {...props} label="Time window" forms={windows} />
}

export function NumberTestEditor(props: EditorProps) {
  return <UnionEditor {...props} label="Test" forms={numberTests} />
}

/** A predicate, of those that fit what the catalogue knows of its subject; all of them where it knows nothing. */
export function PredicateEditor(props: EditorProps) {
  const subject = useSubjectOf(props)
  const types = new Set(subject.itself?.types.map(({ type }) => type))
  const current = formOf(props.value, predicates)
  const fitting = predicates.filter(
    (form) =>
      types.size === 0 ||
      form.for === undefined ||
      form === current ||
      form.for.some((type) => types.has(type)),
  )
  const isOfElements = current?.id === 'includes' || current?.id === 'some'
  return (
    <SubjectContext value={isOfElements ? subject.elements : subject.itself}>
      <UnionEditor {...props} label="Test" forms={predicates} offered={fitting} />
    </SubjectContext>
  )
}

interface Subject {
  readonly itself: Seen | undefined
  readonly elements: Seen | undefined
}

/** What the catalogue knows of the path beside a predicate; without one, what is known from around it. */
function useSubjectOf({ of }: EditorProps): Subject {
  const { vocabulary } = useBuilding()
  const { event, below, inAccount } = useScope()
  const around = useSubject()
  const { trait, property } = of
  if (typeof trait === 'string') return subjectAt(trait, traitsOf(vocabulary, inAccount))
  if (typeof property === 'string') {
    return subjectAt(property, propertiesOf(vocabulary, event, below))
  }
  return { itself: around, elements: undefined }
}

function subjectAt(path: string, seen: readonly Seen[]): Subject {
  const find = (wanted: string) => seen.find((each) => each.path === wanted)
  return { itself: find(path), elements: find(`${path}[]`) }
}

/** How an aggregate is tested: as a number with its unit, or, when it finds a value, with a predicate. */
export function TestEditor(props: EditorProps) {
  const form = formOf(props.of['aggregate'] ?? 'count', aggregates)
  const { vocabulary } = useBuilding()
  const { event } = useScope()
  if (form?.finds === 'value') {
    const aggregate = props.of['aggregate']
    const path = isObject(aggregate) ? aggregate[form.id] : undefined
    const seen = propertiesOf(vocabulary, event, '').find((each) => each.path === path)
    return (
      <SubjectContext value={seen}>
        <PredicateEditor {...props} of={{}} />
      </SubjectContext>
    )
  }
  return (
    <>
      <UnionEditor {...props} label="How many" forms={numberTests} />
      {form?.unit !== undefined && <span className="word">{form.unit}</span>}
    </>
  )
}

export function AggregateEditor(props: EditorProps) {
  return <AggregateChoice {...props} forms={aggregates} />
}

/** What is measured. Going from numbers to values or back takes another test along. */
export function AggregateChoice({
  at,
  value,
  of,
  label,
  forms,
}: EditorProps & { readonly forms: readonly AggregateForm[] }) {
  const { edit } = useBuilding()
  const form = formOf(value, forms)
  return (
    <>
      <Choice
        label={label}
        value={form?.id}
        options={forms.map(({ id, name }) => ({ id, text: name }))}
        look="plain"
        onChange={(id) => {
          const to = forms.find((each) => each.id === id)
          if (to === undefined) return
          const had = isObject(value) && form !== undefined ? value[form.id] : undefined
          const aggregate = isObject(to.initial) ? { [to.id]: had ?? '' } : to.initial
          const is = to.finds === 'number' ? { atLeast: 1 } : firstPredicate(undefined)
          const keeps = form?.finds === to.finds && of['is'] !== undefined
          const next = { ...of, aggregate, ...(!keeps && 'is' in of && { is }) }
          edit({ do: 'put', at: at.slice(0, -1), value: next })
        }}
      />
      {form !== undefined && isObject(value) && <InlineFields form={form} value={value} at={at} />}
    </>
  )
}
