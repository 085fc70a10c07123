import { isObject } from '../../format/json.ts'
import { Choice } from '../../kit/index.ts'
import { useIsWrong, usePut } from '../building.ts'
import { InlineFields } from '../fields.tsx'
import type { EditorProps } from '../fields.tsx'
import type { Form } from '../language/form.ts'
import { converted, formOf } from '../language/form.ts'

/** One of several forms, with its arguments: windows, predicates, number tests. */
export function UnionEditor({
  at,
  value,
  label,
  forms,
  offered = forms,
}: Omit<EditorProps, 'of'> & {
  readonly forms: readonly Form[]
  readonly offered?: readonly Form[]
}) {
  const put = usePut(at)
  const isWrong = useIsWrong(at)
  const form = formOf(value, forms)
  return (
    <>
      <Choice
        label={label}
        value={form?.id}
        options={offered.map(({ id, name, detail }) => ({
          ...{ id, text: name },
          ...(detail !== undefined && { detail }),
        }))}
        look="plain"
        isWrong={isWrong}
        onChange={(id) => {
          const to = forms.find((each) => each.id === id)
          if (to !== undefined) put(converted(value, form, to))
        }}
      />
      {form !== undefined && isObject(value) && <InlineFields form={form} value={value} at={at} />}
    </>
  )
}
