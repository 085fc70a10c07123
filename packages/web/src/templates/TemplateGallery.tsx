import type { Template } from '@muster/client'
import type { Json } from '@muster/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useClient } from '../data/client.ts'
import { Badge, ErrorState, SearchField, Skeleton } from '../kit/index.ts'
import { arrangedTemplates } from './parameters.ts'
import { TemplateDialog } from './TemplateDialog.tsx'
import './templates.css'

const SHOWN = 12

/** Audiences that somebody has thought out already, those whose data is there first. */
export function TemplateGallery({ onUse }: { readonly onUse: (definition: Json) => void }) {
  const client = useClient()
  const [sought, setSought] = useState('')
  const [showsAll, setShowsAll] = useState(false)
  const [asked, setAsked] = useState<Template>()
  const { data, error } = useQuery({
    queryKey: ['templates'],
    queryFn: ({ signal }) => client.templates.list(signal),
    staleTime: 60_000,
  })
  if (error !== null) return <ErrorState error={error} />
  if (data === undefined) return <Skeleton lines={4} />
  const found = arrangedTemplates(data, sought)
  const shown = showsAll || sought !== '' ? found : found.slice(0, SHOWN)
  return (
    <div className="stack">
      <div className="row apart">
        <h2>Or start from a template</h2>
        <div className="search-box">
          <SearchField
            label="Search templates"
            placeholder="Search templates"
            value={sought}
            onChange={setSought}
          />
        </div>
      </div>
      <ul className="beginnings">
        {shown.map((template) => (
          <li key={template.id}>
            <button
              type="button"
              className="beginning"
              onClick={() => {
                setAsked(template)
              }}
            >
              <strong>{template.name}</strong>
              <span className="muted small">{template.explanation}</span>
              {!template.isReady && (
                <span>
                  <Badge tone="warn">needs data that has not been sent</Badge>
                </span>
              )}
            </button>
          </li>
        ))}
      </ul>
      {found.length === 0 && <p className="muted">No template is about that.</p>}
      {shown.length < found.length && (
        <div>
          <button
            type="button"
            className="button"
            onClick={() => {
              setShowsAll(true)
            }}
          >
            Show all {found.length}
          </button>
        </div>
      )}
      {asked !== undefined && (
        <TemplateDialog
          key={asked.id}
          template={asked}
          onUse={onUse}
          onClose={() => {
            setAsked(undefined)
          }}
        />
      )}
    </div>
  )
}
