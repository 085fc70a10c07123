import { once } from 'node:events'
import { connect } from 'node:net'
import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { listen } from './listen.ts'

const CALL = 'GET /here HTTP/1.1\r\nhost: here\r\n\r\n'

test('a call on a connection kept open is answered, though the server closes before it was read', async () => {
  const app = new Hono()
  app.get('/here', (c) => c.text('here'))
  const { url, close } = await listen(app, { port: 0, host: '127.0.0.1' })
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  const answers: string[] = []
  socket.on('data', (chunk) => {
    answers.push(chunk.toString())
    if (answers.length > 1) return
    // In one turn of the loop, so that nothing has been read of the second.
    socket.write(CALL)
    void close(5_000)
  })
  socket.write(CALL)
  await once(socket, 'close')
  expect(answers).toHaveLength(2)
  expect(answers[1]).toMatch(/^HTTP\/1\.1 200 OK[^]*here$/)
})
