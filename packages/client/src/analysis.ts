import type { JsonObject } from '@muster/core'
import type {
  Audience,
  Basket,
  BasketQuestion,
  Duplicates,
  FilledTemplate,
  Migration,
  MigrationQuestion,
  Overlap,
  OverlapQuestion,
  Report,
  Retention,
  RetentionQuestion,
  SizeHistory,
  Subject,
  Suppression,
  Template,
  TemplateUse,
} from '@muster/server'
import type { SizesQuery } from './audiences.ts'
import { step } from './connection.ts'
import type { Connection } from './connection.ts'

const root = '/api/v1/analysis'

/** Questions over everybody. One that is aborted by its signal ends at the server too. */
export function analysisOf({ ask }: Connection) {
  const post = <Answer>(name: string, body: object, signal: AbortSignal | undefined) =>
    ask<Answer>('POST', `${root}/${name}`, { body, signal })
  return {
    report: (subject: Subject, signal?: AbortSignal) => post<Report>('report', { subject }, signal),
    overlap: (
      subjects: readonly Subject[],
      options: Omit<OverlapQuestion, 'subjects'> = {},
      signal?: AbortSignal,
    ) => post<Overlap>('overlap', { subjects, ...options }, signal),
    /** Pairs of live audiences with at least this Jaccard index, 0.9 by default. */
    duplicates: (similarity?: number, signal?: AbortSignal) =>
      post<Duplicates>('duplicates', similarity === undefined ? {} : { similarity }, signal),
    suppression: (who: Subject, without: readonly Subject[], signal?: AbortSignal) =>
      post<Suppression>('suppression', { who, without }, signal),
    retention: (question: RetentionQuestion = {}, signal?: AbortSignal) =>
      post<Retention>('retention', question, signal),
    migration: (question: MigrationQuestion, signal?: AbortSignal) =>
      post<Migration>('migration', question, signal),
    basket: (question: BasketQuestion = {}, signal?: AbortSignal) =>
      post<Basket>('basket', question, signal),
    history: (audience: string, query: SizesQuery = {}, signal?: AbortSignal) =>
      ask<SizeHistory>('GET', `/api/v1/audiences/${step(audience)}/history`, { query, signal }),
  }
}

const templates = '/api/v1/templates'

/** Audiences to start from. */
export function templatesOf({ ask }: Connection) {
  const of = (id: string) => `${templates}/${step(id)}`
  return {
    list: async (signal?: AbortSignal): Promise<readonly Template[]> => {
      type Answer = { readonly templates: readonly Template[] }
      return (await ask<Answer>('GET', templates, { signal })).templates
    },
    get: (id: string, signal?: AbortSignal) => ask<Template>('GET', of(id), { signal }),
    fillIn: (id: string, parameters: JsonObject, signal?: AbortSignal) =>
      ask<FilledTemplate>('POST', `${of(id)}/definition`, { body: { parameters }, signal }),
    create: (id: string, use: TemplateUse) =>
      ask<Audience>('POST', `${of(id)}/audience`, { body: use }),
  }
}
