import { X } from 'lucide-react'
import { useSyncExternalStore } from 'react'
import { toastStore } from './toast.ts'

/** Where toasts are shown, and read aloud. Stands once in the app. */
export function Toasts() {
  const toasts = useSyncExternalStore(toastStore.subscribe, toastStore.current)
  return (
    <div className="toasts" role="status" aria-live="polite">
      {toasts.map(({ id, text }) => (
        <div key={id} className="toast">
          <span className="grow">{text}</span>
          <button
            type="button"
            aria-label="Close"
            onClick={() => {
              toastStore.close(id)
            }}
          >
            <X size={15} aria-hidden />
          </button>
        </div>
      ))}
    </div>
  )
}
