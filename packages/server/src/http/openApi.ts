import { OpenAPIHono } from '@hono/zod-openapi'
import type { RouteConfig } from '@hono/zod-openapi'
import type { Need } from '../access/authorise.ts'
import { problemSchema } from '../wire/common.ts'
import type { Route } from './route.ts'

/** The description of the API, made of the very schemas that check what comes and type what goes. */
export function openApi(routes: readonly Route[]) {
  const app = new OpenAPIHono()
  const registry = app.openAPIRegistry
  registry.registerComponent('securitySchemes', 'secretKey', { type: 'http', scheme: 'bearer' })
  registry.registerComponent('securitySchemes', 'writeKey', { type: 'http', scheme: 'basic' })
  const cookie = { type: 'apiKey', in: 'cookie', name: 'muster_session' } as const
  registry.registerComponent('securitySchemes', 'session', cookie)
  for (const route of routes) registry.registerPath(configOf(route))
  return app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Muster',
      version: '1',
      description:
        'Audiences that are true in real time. Instants are milliseconds since 1970 UTC; 64-bit ids are decimal text.',
    },
  })
}

function configOf(route: Route): RouteConfig {
  const { method, path, operation, group, summary, needs, shape, answer, keyInBody } = route
  const { params, query, body } = shape
  return {
    method,
    path,
    operationId: operation,
    tags: [group],
    summary,
    ...securityOf(needs, keyInBody === true),
    request: {
      ...(params && { params }),
      ...(query && { query }),
      ...(body && { body: { required: true, content: { 'application/json': { schema: body } } } }),
    },
    responses: {
      [answer.status]: {
        description: 'Done.',
        content:
          'schema' in answer
            ? { 'application/json': { schema: answer.schema } }
            : { [answer.contentType]: { schema: { type: 'string' } } },
      },
      default: {
        description: 'Not done, and why.',
        content: { 'application/problem+json': { schema: problemSchema } },
      },
    },
  }
}

function securityOf(needs: Need, isSender: boolean) {
  if (needs === 'nothing') return { security: [] }
  if (needs === 'session') {
    return { security: [{ session: [] }], description: 'Needs somebody who is signed in.' }
  }
  const description = `Needs the permission \`${needs}\`.`
  if (isSender) return { security: [{ writeKey: [] }], description }
  return { security: [{ secretKey: [] }, { session: [] }], description }
}
