import type { Json } from '@muster/core'
import { useNavigate } from '@tanstack/react-router'
import { draftLink } from '../builder/draftLink.ts'
import type { Naming } from '../builder/draftLink.ts'

/** Opens the builder with a definition that an analysis has found, already named. */
export function useOffer(): (definition: Json, naming: Naming) => void {
  const navigate = useNavigate()
  return (definition, naming) => {
    void draftLink(definition, naming).then((hash) => navigate({ to: '/audiences/new', hash }))
  }
}
