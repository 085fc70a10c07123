import { lazy, Suspense } from 'react'
import { Skeleton } from '../kit/index.ts'
import { useBuilding } from './building.ts'
import { conditions, offered } from './language/conditions.ts'
import '../templates/templates.css'

/** Only who begins with nothing looks at templates. */
const TemplateGallery = lazy(async () => {
  const { TemplateGallery: gallery } = await import('../templates/TemplateGallery.tsx')
  return { default: gallery }
})

/** What an audience can begin with, for whoever has nothing yet. */
export function Beginnings() {
  const { edit } = useBuilding()
  return (
    <div className="stack wide">
      <div className="stack">
        <h2>Who should be in it?</h2>
        <p className="soft">
          Begin with one thing that is true of them. You can add as many as you like.
        </p>
        <div className="beginnings">
          {offered
            .flatMap((id) => conditions.filter((form) => form.id === id))
            .map(({ id, name, detail, initial }) => (
              <button
                key={id}
                type="button"
                className="beginning"
                onClick={() => {
                  edit({ do: 'add', at: [], value: initial })
                }}
              >
                <strong>{name}</strong>
                <span className="muted small">{detail}</span>
              </button>
            ))}
        </div>
      </div>
      <Suspense fallback={<Skeleton lines={4} />}>
        <TemplateGallery
          onUse={(definition) => {
            edit({ do: 'replace', definition })
          }}
        />
      </Suspense>
    </div>
  )
}
