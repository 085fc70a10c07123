import { parseJson } from '@muster/core'
import type { Json } from '@muster/core'
import { useState } from 'react'
import { prettyJson } from '../format/json.ts'
import { Button, toast } from '../kit/index.ts'
import { useBuilding } from './building.ts'

/** The definition as JSON, both ways: what is built shows here, and what is typed here is built. */
export function JsonPanel({ definition }: { readonly definition: Json }) {
  const { edit } = useBuilding()
  const [typed, setTyped] = useState<{ readonly text: string; readonly of: Json }>()
  // What was typed stays as it was typed, until the definition is changed from elsewhere.
  const text = typed?.of === definition ? typed.text : prettyJson(definition)
  const parsed = parseJson(text)
  return (
    <div className="stack">
      <textarea
        aria-label="Definition as JSON"
        aria-describedby="json-problem"
        aria-invalid={!parsed.ok}
        className={`field-input mono json-panel ${parsed.ok ? '' : 'wrong'}`}
        spellCheck={false}
        value={text}
        onChange={(event) => {
          const read = parseJson(event.target.value)
          const next = read.ok ? read.value : definition
          setTyped({ text: event.target.value, of: next })
          if (read.ok) edit({ do: 'replace', definition: next, isTyping: true })
        }}
      />
      <div className="row apart">
        <p id="json-problem" className="field-error" role="status">
          {parsed.ok ? '' : parsed.message}
        </p>
        <Button
          small
          look="quiet"
          onPress={() => {
            void navigator.clipboard.writeText(text).then(() => {
              toast('The JSON is in the clipboard.')
            })
          }}
        >
          Copy
        </Button>
      </div>
    </div>
  )
}
