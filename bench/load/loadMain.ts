import { Agent, request } from 'node:http'
import { childArgument } from '../child.ts'
import type { LoadOptions, LoadResult } from './load.ts'
import { createTraffic } from './traffic.ts'

// The parent wrote it.
const options = childArgument() as LoadOptions
const { url, writeKey, batch, connections, messagesPerSecond, seconds } = options
const traffic = createTraffic(options)
const agent = new Agent({ keepAlive: true, maxSockets: connections })
const headers = {
  'content-type': 'application/json',
  authorization: `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}`,
}

const answers: number[] = []
const errors: Record<string, number> = {}
let [taken, busy, late, underWay] = [0, 0, 0, 0]
const began = performance.now()
const isOver = (): boolean => performance.now() - began >= seconds * 1000
const note = (error: string): void => {
  errors[error] = (errors[error] ?? 0) + 1
}
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

interface Answer {
  readonly status: number
  readonly text: string
}
const post = (body: string): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const sent = request(
      `${url}/v1/batch`,
      { method: 'POST', agent, headers: { ...headers, 'content-length': Buffer.byteLength(body) } },
      (answer) => {
        let text = ''
        answer.setEncoding('utf8')
        answer.on('data', (part: string) => (text += part))
        answer.on('end', () => {
          resolve({ status: answer.statusCode ?? 0, text })
        })
        answer.on('error', reject)
      },
    )
    sent.on('error', reject)
    sent.end(body)
  })

const MOST_RESETS = 3
const isReset = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ECONNRESET'

const call = async (): Promise<void> => {
  const body = traffic.batch(batch, Date.now())
  for (let resets = 0; ;) {
    const start = performance.now()
    try {
      const { status, text } = await post(body)
      if (status === 200) {
        answers.push(performance.now() - start)
        if (text.includes('"rejected"')) note(`rejected: ${text.slice(0, 200)}`)
        else taken += batch
        return
      }
      if (status !== 429) {
        note(`status ${status}: ${text.slice(0, 200)}`)
        return
      }
      busy++
    } catch (error) {
      // A line that was kept open may be closed by the other side just when it is used again. Every client tries anew then.
      if (!isReset(error) || ++resets > MOST_RESETS) {
        note(String(error))
        return
      }
    }
    await pause(50)
  }
}

/** Calls come at their times, whatever the answers take: a slow server does not slow its senders. */
async function steadily(perSecond: number): Promise<void> {
  const all: Promise<void>[] = []
  for (let sent = 0; !isOver(); sent++) {
    const wait = began + (sent * batch * 1000) / perSecond - performance.now()
    if (wait > 1) await pause(wait)
    if (underWay >= connections) late++
    while (underWay >= connections && !isOver()) await pause(1)
    underWay++
    all.push(call().finally(() => underWay--))
  }
  await Promise.all(all)
}

async function fast(): Promise<void> {
  const send = async (): Promise<void> => {
    while (!isOver()) await call()
  }
  await Promise.all(Array.from({ length: connections }, send))
}

await (messagesPerSecond === undefined ? fast() : steadily(messagesPerSecond))
const { user, system } = process.cpuUsage()
const result: LoadResult = {
  ...{ taken, busy, late, errors, answers },
  seconds: (performance.now() - began) / 1000,
  cpuSeconds: (user + system) / 1e6,
}
process.send?.(result)
agent.destroy()
