import { createAdaptorServer } from '@hono/node-server'
import type { Hono } from 'hono'
import type { AddressInfo } from 'node:net'
import type { Server } from 'node:http'

export interface Listening {
  /** Where it answers, with the port that it got. */
  readonly url: string
  /** Takes no more connections, and resolves when the answers under way have gone out, or after `patienceMs`. */
  readonly close: (patienceMs: number) => Promise<void>
}

/** Rejects when the port is taken or the host is not this machine's. */
export async function listen(
  app: Hono,
  { port, host }: { readonly port: number; readonly host: string },
): Promise<Listening> {
  // With no other kind asked for, it is a server of node:http.
  const server = createAdaptorServer({ fetch: app.fetch, hostname: host }) as Server
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
  // A server that listens on TCP has an address with a port.
  const address = server.address() as AddressInfo
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`,
    close: (patienceMs) => closeServer(server, patienceMs),
  }
}

async function closeServer(server: Server, patienceMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => {
      resolve()
    })
  })
  server.closeIdleConnections()
  const timer = setTimeout(() => {
    server.closeAllConnections()
  }, patienceMs)
  await closed
  clearTimeout(timer)
}
