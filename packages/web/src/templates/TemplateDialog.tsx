import type { Template } from '@muster/client'
import type { Json } from '@muster/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useClient } from '../data/client.ts'
import { Button, Dialog, Notice, TextField } from '../kit/index.ts'
import { readParameters, typedDefault } from './parameters.ts'

/** What a template wants to know, and what it makes of it. */
export function TemplateDialog({
  template,
  onUse,
  onClose,
}: {
  readonly template: Template
  readonly onUse: (definition: Json) => void
  readonly onClose: () => void
}) {
  const client = useClient()
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({})
  const isMissing = template.parameters.some(
    ({ name, default: usual }) => usual === undefined && (typed[name] ?? '').trim() === '',
  )
  const filling = useMutation({
    mutationFn: () =>
      client.templates.fillIn(template.id, readParameters(template.parameters, typed)),
    onSuccess: ({ definition }) => {
      onClose()
      onUse(definition)
    },
  })
  return (
    <Dialog title={template.name} isOpen onClose={onClose}>
      <p className="soft">{template.explanation}</p>
      {template.missing.length > 0 && (
        <Notice tone="warn">
          {template.missing.map(({ message }) => (
            <div key={message}>{message}</div>
          ))}
        </Notice>
      )}
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          filling.mutate()
        }}
      >
        {template.parameters.map((parameter) => (
          <TextField
            key={parameter.name}
            label={parameter.name}
            hint={parameter.explanation}
            isRequired={parameter.default === undefined}
            value={typed[parameter.name] ?? typedDefault(parameter)}
            onChange={(text) => {
              setTyped({ ...typed, [parameter.name]: text })
            }}
          />
        ))}
        {filling.error !== null && <Notice tone="danger">{filling.error.message}</Notice>}
        <div className="dialog-actions">
          <Button onPress={onClose}>Cancel</Button>
          <Button look="primary" type="submit" isDisabled={isMissing || filling.isPending}>
            {filling.isPending ? 'Filling in…' : 'Use it'}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
