import type { Editors } from '../fields.tsx'
import { FiltersEditor } from '../FilterList.tsx'
import type { ConditionFieldKind } from '../language/form.ts'
import {
  AccountEditor,
  ChangedEditor,
  MeasuresEditor,
  StepEditor,
  StepsEditor,
  TimeEditor,
} from './nested.tsx'
import { NearEditor, NumberEditor, NumberPairEditor, ShareEditor } from './numbers.tsx'
import {
  ContextEditor,
  EventEditor,
  PropertyEditor,
  SinceTraitEditor,
  SomeEditor,
  TraitEditor,
} from './paths.tsx'
import { AudienceEditor, IdentifierKindEditor, ListEditor } from './references.tsx'
import {
  AggregateEditor,
  NumberTestEditor,
  PredicateEditor,
  TestEditor,
  WindowEditor,
} from './tests.tsx'
import {
  DurationEditor,
  DurationPairEditor,
  HoursEditor,
  InstantEditor,
  PeriodEditor,
  WeekdaysEditor,
} from './times.tsx'
import { ScalarEditor, ScalarsEditor, TextEditor, TruthEditor } from './values.tsx'

/** The editor of each kind of field of conditions. A new kind fails to compile until it has one. */
export const editors: Editors<ConditionFieldKind> = {
  aggregate: AggregateEditor,
  audience: AudienceEditor,
  changed: ChangedEditor,
  condition: AccountEditor,
  context: ContextEditor,
  duration: DurationEditor,
  durationPair: DurationPairEditor,
  event: EventEditor,
  filters: FiltersEditor,
  // That it stands there is all.
  flag: () => null,
  hours: HoursEditor,
  identifierKind: IdentifierKindEditor,
  instant: InstantEditor,
  list: ListEditor,
  measures: MeasuresEditor,
  near: NearEditor,
  number: NumberEditor,
  numberPair: NumberPairEditor,
  numberTest: NumberTestEditor,
  pattern: TextEditor,
  period: PeriodEditor,
  predicate: PredicateEditor,
  property: PropertyEditor,
  scalar: ScalarEditor,
  scalars: ScalarsEditor,
  share: ShareEditor,
  sinceTrait: SinceTraitEditor,
  some: SomeEditor,
  step: StepEditor,
  steps: StepsEditor,
  test: TestEditor,
  text: TextEditor,
  time: TimeEditor,
  trait: TraitEditor,
  truth: TruthEditor,
  weekdays: WeekdaysEditor,
  window: WindowEditor,
}
