import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readEvents } from './eventStream.ts'

async function read(...chunks: readonly (string | Uint8Array)[]) {
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const chunk of chunks) {
        controller.enqueue(typeof chunk === 'string' ? encoder.encode(chunk) : chunk)
      }
      controller.close()
    },
  })
  const events = []
  for await (const event of readEvents(body)) events.push(event)
  return events
}

test('an event is its lines up to an empty one; the id stays in force', async () => {
  expect(await read('id: 1\nevent: change\ndata: a\ndata:b\n\n: hush\n\ndata: c\n\n')).toEqual([
    { id: '1', event: 'change', data: 'a\nb' },
    { id: '1', event: 'message', data: 'c' },
  ])
})

test('an id alone moves the place to resume from', async () => {
  expect(await read('retry: 5\nid: 7\n: connected\n\n')).toEqual([
    { id: '7', event: 'message', data: '' },
  ])
})

test('what is not ended does not count', async () => {
  expect(await read('data: a\n\ndata: b\n')).toEqual([{ id: '', event: 'message', data: 'a' }])
})

test('it does not matter where the stream is cut, nor how its lines end', async () => {
  const text = 'id: ä1\nevent: change\ndata: {"name":"Ada 🎈"}\n\nid: 2\ndata\n\n'
  const whole = await read(text)
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('\n', '\r', '\r\n'),
      fc.array(fc.nat(90), { maxLength: 6 }),
      async (end, cuts) => {
        // A CR at the very end waits for its LF; one more line lets it go.
        const bytes = new TextEncoder().encode(`${text.replaceAll('\n', end)}:${end}`)
        const places = [0, ...cuts.toSorted((a, b) => a - b), bytes.length]
        const chunks = places.slice(1).map((to, i) => bytes.slice(places[i], to))
        expect(await read(...chunks)).toEqual(whole)
      },
    ),
  )
})
