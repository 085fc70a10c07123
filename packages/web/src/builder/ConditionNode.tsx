import type { Json, Place } from '@muster/core'
import { isObject, prettyJson } from '../format/json.ts'
import { Choice } from '../kit/index.ts'
import { useBuilding } from './building.ts'
import { ConditionGroup } from './ConditionGroup.tsx'
import { Fields } from './fields.tsx'
import { Issues } from './Issues.tsx'
import { conditions } from './language/conditions.ts'
import { formOf } from './language/form.ts'
import { groupOf, peel } from './negation.ts'
import { RowMenu } from './RowMenu.tsx'

export interface NodeProps {
  /** Of the whole, its `not` included. */
  readonly at: Place
  readonly value: Json
  /** Whether it stays where it is: the root, or what an account has to satisfy. */
  readonly isFixed?: boolean
}

/** One condition as a row, or a group of them. */
export function ConditionNode({ at, value, isFixed = false }: NodeProps) {
  const { edit } = useBuilding()
  const peeled = peel(value, at)
  const group = groupOf(peeled)
  if (group !== undefined) {
    return (
      <ConditionGroup
        at={at}
        inner={peeled.at}
        group={group}
        isFixed={isFixed}
        renderMember={(member, place) => <ConditionNode at={place} value={member} />}
      />
    )
  }
  const form = formOf(peeled.value, conditions)
  if (form === undefined || !isObject(peeled.value)) {
    return (
      <div className="condition">
        <div className="clause">
          <span className="word">As JSON:</span>
          <code className="wrap grow">{prettyJson(peeled.value)}</code>
          <RowMenu at={at} isFixed={isFixed} />
        </div>
        <Issues at={at} />
      </div>
    )
  }
  return (
    <div className="condition" data-sort={form.sort} role="group" aria-label={form.name}>
      <Fields
        form={form}
        value={peeled.value}
        at={peeled.at}
        lead={
          <Choice
            label="Said or denied"
            value={peeled.isDenied ? 'no' : 'yes'}
            options={[
              { id: 'yes', text: form.yes },
              { id: 'no', text: form.no },
            ]}
            look="strong"
            onChange={(id) => {
              if ((id === 'no') !== peeled.isDenied) edit({ do: 'negate', at })
            }}
          />
        }
        tail={<RowMenu at={at} isFixed={isFixed} />}
      />
      {form.id !== 'account' && <Issues at={at} />}
    </div>
  )
}
