import { Redo2, Undo2 } from 'lucide-react'
import { useEffect } from 'react'
import { IconButton } from '../kit/index.ts'
import type { BuilderState, Edit } from './state/builder.ts'

/** Takes steps back and does them again, also by Ctrl Z and Ctrl Shift Z wherever one is, but in a text, which has its own. */
export function UndoButtons({
  state,
  edit,
}: {
  readonly state: BuilderState
  readonly edit: (edit: Edit) => void
}) {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'z') return
      if (event.target instanceof HTMLTextAreaElement) return
      event.preventDefault()
      edit({ do: event.shiftKey ? 'redo' : 'undo' })
    }
    document.addEventListener('keydown', onKey)
    return () => {
      document.removeEventListener('keydown', onKey)
    }
  }, [edit])
  return (
    <>
      <IconButton
        label="Undo (Ctrl Z)"
        isDisabled={state.past.length === 0}
        onPress={() => {
          edit({ do: 'undo' })
        }}
      >
        <Undo2 size={16} aria-hidden />
      </IconButton>
      <IconButton
        label="Redo (Ctrl Shift Z)"
        isDisabled={state.future.length === 0}
        onPress={() => {
          edit({ do: 'redo' })
        }}
      >
        <Redo2 size={16} aria-hidden />
      </IconButton>
    </>
  )
}
