import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { createTimeFormat } from '../format/time.ts'
import type { TimeFormat } from '../format/time.ts'
import { useClient } from './client.ts'
import { queries } from './queries.ts'

/** Writes instants in the workspace's time zone; in UTC until the settings are there. */
export function useTimeFormat(): TimeFormat {
  const zone = useQuery(queries.settings(useClient())).data?.['zone']
  return useMemo(() => createTimeFormat(typeof zone === 'string' ? zone : 'UTC'), [zone])
}
