import type { Json, Place } from '@muster/core'
import { Fragment } from 'react'
import type { ReactNode } from 'react'
import { Choice } from '../kit/index.ts'
import { AddCondition } from './AddCondition.tsx'
import { useBuilding } from './building.ts'
import { Issues } from './Issues.tsx'
import type { Group } from './negation.ts'
import { groupFrom, joints } from './negation.ts'
import { RowMenu } from './RowMenu.tsx'

const kinds = [
  { id: 'all', text: 'All of these' },
  { id: 'any', text: 'Any of these' },
  { id: 'none', text: 'None of these' },
  { id: 'notAll', text: 'Not all of these' },
] as const

/** A group with its members, the word between them, and the way to add one. */
export function ConditionGroup({
  at,
  inner,
  group,
  isFixed,
  renderMember,
}: {
  readonly at: Place
  /** Behind the `not` around it, if there is one. */
  readonly inner: Place
  readonly group: Group
  readonly isFixed: boolean
  readonly renderMember: (member: Json, at: Place) => ReactNode
}) {
  const { edit } = useBuilding()
  const { kind, key, members } = group
  const list = [...inner, key]
  return (
    <div className="group" data-kind={kind} role="group" aria-label="Group of conditions">
      <div className="clause">
        <Choice
          label="How the conditions are joined"
          value={kind}
          options={kinds}
          look="strong"
          onChange={(id) => {
            edit({ do: 'put', at, value: groupFrom(id, members) })
          }}
        />
        {!isFixed && <RowMenu at={at} isFixed={false} isGroup inner={inner} />}
      </div>
      {members.map((member, index) => (
        <Fragment key={index}>
          {index > 0 && <div className="joint">{joints[kind][1]}</div>}
          {renderMember(member, [...list, index])}
        </Fragment>
      ))}
      <Issues at={list} isExact />
      <AddCondition at={inner} isLarge={isFixed} />
    </div>
  )
}
