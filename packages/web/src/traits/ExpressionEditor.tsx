import type { Json } from '@muster/core'
import { useBuilding } from '../builder/building.ts'
import { Fields } from '../builder/fields.tsx'
import { Issues } from '../builder/Issues.tsx'
import { expressions } from '../builder/language/expressions.ts'
import { formOf } from '../builder/language/form.ts'
import { isObject, prettyJson } from '../format/json.ts'
import { Choice } from '../kit/index.ts'

/** The whole of what a trait comes to. */
export function ExpressionEditor({ value }: { readonly value: Json }) {
  const { edit } = useBuilding()
  const form = formOf(value, expressions)
  const isOfCases = form?.id === 'cases'
  return (
    <>
      <div className="clause">
        <span className="word">It is</span>
        <Choice
          label="Kind of trait"
          value={form?.id}
          options={expressions.map(({ id, name, detail = '' }) => ({ id, text: name, detail }))}
          look="strong"
          onChange={(id) => {
            const to = expressions.find((each) => each.id === id)
            if (to !== undefined && to !== form) edit({ do: 'replace', definition: to.initial })
          }}
        />
      </div>
      {form === undefined || !isObject(value) ? (
        <code className="wrap">{prettyJson(value)}</code>
      ) : (
        <div className="expression">
          <Fields form={form} value={value} at={[]} />
        </div>
      )}
      {/* Cases say themselves what is wrong with each of them. */}
      <Issues at={[]} isExact={isOfCases} />
      {isOfCases && <Issues at={['otherwise']} />}
    </>
  )
}
