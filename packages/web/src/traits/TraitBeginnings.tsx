import { useBuilding } from '../builder/building.ts'
import { beginnings } from '../builder/language/expressions.ts'
import '../templates/templates.css'

/** What a trait can begin with, by what somebody wants to know. */
export function TraitBeginnings() {
  const { edit } = useBuilding()
  return (
    <div className="stack">
      <h2>What do you want to know of everybody?</h2>
      <p className="soft">
        It is computed from what people did, and follows it at once. Nothing has to be sent for it.
      </p>
      <ul className="beginnings">
        {beginnings.map(({ id, name, detail, initial }) => (
          <li key={id}>
            <button
              type="button"
              className="beginning"
              onClick={() => {
                edit({ do: 'replace', definition: initial })
              }}
            >
              <strong>{name}</strong>
              <span className="muted small">{detail}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
