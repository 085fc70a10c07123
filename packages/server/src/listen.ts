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
    const fail = (error: Error) => {
      reject(explained(error, port, host))
    }
    server.once('error', fail)
    server.listen(port, host, () => {
      server.off('error', fail)
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

function explained(error: Error, port: number, host: string): Error {
  const code = 'code' in error ? error.code : undefined
  switch (code) {
    case 'EADDRINUSE':
      return new Error(
        `Port ${port} of ${host} is taken. Stop what listens there, or choose another port.`,
      )
    case 'EACCES':
      return new Error(`Port ${port} may not be listened on. Choose one from 1024 on.`)
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new Error(`${host} is no address of this machine. Choose another host.`)
    default:
      return error
  }
}

async function closeServer(server: Server, patienceMs: number): Promise<void> {
  await arrivalsRead()
  const closed = new Promise<void>((resolve) => {
    server.close(() => {
      resolve()
    })
  })
  // A connection becomes idle when its last answer has gone out, and would else be kept for the next request.
  const idle = setInterval(() => {
    server.closeIdleConnections()
  }, 50)
  const timer = setTimeout(() => {
    server.closeAllConnections()
  }, patienceMs)
  await closed
  clearTimeout(timer)
  clearInterval(idle)
}

/**
 * Closing cuts off every connection of which no request has been read yet, also when one waits in the kernel: that one
 * takes a turn to be accepted, and another to be read.
 */
async function arrivalsRead(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve))
}
