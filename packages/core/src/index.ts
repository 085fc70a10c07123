export type * from './audience/definition.ts'
export type * from './evidence/evidence.ts'
export type * from './message/message.ts'
export type * from './value/json.ts'
export { fingerprint } from './audience/fingerprint.ts'
export { createNames, type Names } from './compile/names.ts'
export type { CompileContext } from './compile/context.ts'
export { encodeContext, encodeProperties, encodeTraits, hasLongDigits } from './compile/encode.ts'
export { columnKey, keyOfColumn } from './compile/columnKey.ts'
export { membershipQuery, ownerOfNode, traitsQuery } from './compile/membership.ts'
export type { NodeOwners, Scope } from './compile/owners.ts'
export { crossedRanges, edgesOf, type CrossedRange, type Edge } from './compile/edges.ts'
export { valueCrossings } from './compile/crossing.ts'
export { eventRoot, localTime, passes, selects } from './compile/filter.ts'
export { coversReads, eventReads, readsOf, type EventRead, type Reads } from './compile/reads.ts'
export { promotedColumn, propertyColumn } from './compile/path.ts'
export {
  and,
  float64,
  identifier,
  int64,
  literal,
  join,
  or,
  render,
  sql,
  string,
  strings,
  uint64,
  uint64s,
  uint8s,
} from './compile/sql.ts'
export type { Parameter, Sql, Statement } from './compile/sql.ts'
export { checkDefinition, type Checked } from './audience/checkDefinition.ts'
export { checkComputedTrait, type ComputedTraitChecked } from './audience/checkComputedTrait.ts'
export {
  conditionsIn,
  namesBehind,
  noComputedTraits,
  propertyShown,
  typesShown,
  type Meanings,
  type Rival,
  type TextPart,
  type TraitAggregate,
  type TraitCase,
  type TraitExpression,
  type TraitMeasure,
} from './audience/computedTrait.ts'
export type { CheckContext } from './audience/checkContext.ts'
export type { Catalogue, SeenPaths, SeenType } from './audience/catalogue.ts'
export type { Issue, Place, Warning, Fault } from './audience/issue.ts'
export { selectsName } from './audience/selectsName.ts'
export { computedTraitsIn, references, withReferred, type Referred } from './audience/references.ts'
export { uses } from './audience/uses.ts'
export { dependencyOrder } from './audience/dependencyOrder.ts'
export { explainIdentity, type IdentityExplanation } from './identity/explainIdentity.ts'
export { readMessage, type MessageCall, type ReadMessage } from './message/readMessage.ts'
export { parseJson } from './value/parseJson.ts'
export { stringifyJson } from './value/stringifyJson.ts'
export { parseInstant, formatInstant } from './time/instant.ts'
export { parseDuration } from './time/duration.ts'
export type { Explanation, Found, Measured, EventRef } from './evaluate/finding.ts'
export { explanationParts } from './evaluate/explanationParts.ts'
export { canonicalJson } from './value/canonicalJson.ts'
export { encodeValue, decodeValue } from './value/tagged.ts'
export { byTimeThenId, type Ordered } from './evidence/order.ts'
export { computedTraits, evaluate, explain, judge } from './evaluate/evaluate.ts'
export type { World } from './evaluate/world.ts'
export { murmurHash3 } from './evaluate/share.ts'
export {
  checkIdentifierSettings,
  compileIdentifierRules,
  type IdentifierRules,
  type IdentifierSettings,
} from './identity/identifierRules.ts'
export { decimalText } from './identity/decimalText.ts'
export { compareKinds, standardKinds } from './identity/identifierKinds.ts'
export { describe } from './audience/describe/describe.ts'
export { describeTrait } from './audience/describe/computedTrait.ts'
export { defaultIdentityLimits, type IdentityLimits } from './identity/identityLimits.ts'
export { type LoadedIdentity, batchIdentity, identifiersOf } from './identity/batchIdentity.ts'
export {
  type GroupsJoined,
  type MergeCause,
  type MessageEffect,
  type Obstacle,
  type UnmergeEffect,
} from './identity/effect.ts'
export { keyOf } from './identity/identifierKinds.ts'
export { IdentityGraph } from './identity/identityGraph.ts'
export { type IdentityView, type NodeView, type ProfileView } from './identity/identityView.ts'
export { mergeByHand } from './identity/mergeByHand.ts'
export {
  type HistoryStep,
  type MergeStep,
  type UnmergeStep,
  countFrom,
  referenceHistory,
} from './identity/referenceHistory.ts'
export { resolveBatch } from './identity/resolveBatch.ts'
export { type Resolved, resolveMessage } from './identity/resolveMessage.ts'
export {
  type DecisionIssue,
  type Unmerged,
  type UnmergeRequest,
  unmerge,
} from './identity/unmerge.ts'
export { defaultMessageLimits, type MessageLimits } from './message/messageLimits.ts'
export { scoreIdentity } from './identity/scoreIdentity.ts'
export { isTimeZone } from './time/zone.ts'
export { calendarWindow, localDay, nextMidnight, startOfDay } from './time/calendar.ts'
export { accountsAt } from './evaluate/membership.ts'
export { checkCommerce, defaultCommerce, orderPaths, type Commerce } from './commerce/commerce.ts'
export { fillIn, type FilledIn, type ParameterFault } from './template/fillIn.ts'
export { readinessOf, type Readiness } from './template/readiness.ts'
export { templateOf, templates } from './template/templates.ts'
export {
  ways,
  type ParameterKind,
  type Template,
  type TemplateParameter,
  type Way,
} from './template/template.ts'
export { benjaminiHochberg } from './statistics/benjaminiHochberg.ts'
export { anovaTest } from './statistics/anova.ts'
export { chiSquareTest } from './statistics/chiSquare.ts'
export { withZeros, without, type Moments } from './statistics/moments.ts'
export { strengthOf } from './statistics/strength.ts'
export type { TestResult } from './statistics/testResult.ts'
export { welchTest } from './statistics/welch.ts'
export { persona } from './report/persona.ts'
export { amountEach, amountText, readAmount } from './value/billionths.ts'
export { periodAt, periodName, startOfPeriod, type PeriodLength } from './time/period.ts'
export { reach, type Reached } from './compile/path.ts'
export { decimal, elements, fromJson, payload } from './compile/tagged.ts'
export { basisOf, orderBasisOf, type Basis, type OrderBasis } from './segmentation/basis.ts'
export {
  levelsOf,
  scoreShares,
  tierShares,
  worseNeeded,
  type Cut,
  type Levels,
  type Share,
} from './segmentation/cuts.ts'
export {
  driftOf,
  type Drift,
  type Reading,
  type Rescored,
  type ScoreCounts,
} from './segmentation/drift.ts'
export { lifecycleStages } from './segmentation/lifecycle.ts'
export {
  dimensions,
  moneyFigure,
  orderFigures,
  rfmScores,
  type Dimension,
  type RfmThresholds,
} from './segmentation/rfm.ts'
export {
  checkSegmentation,
  defaultSegmentation,
  type Segmentation,
} from './segmentation/segmentation.ts'
export {
  segmentNames,
  segmentOf,
  segmentRanges,
  type Scores,
  type SegmentName,
  type SegmentRange,
} from './segmentation/segmentNames.ts'
export { standardDescriptions } from './segmentation/standardDescriptions.ts'
export { figuresOf, standardTraits, type Learned } from './segmentation/standardTraits.ts'
export { valueTiers, type ValueThresholds } from './segmentation/value.ts'
export { memo } from './value/memo.ts'
