/** The programme of the process that `readWithChild` starts: runs statements one after another and writes their answers to stdout. */
import { once } from 'node:events'
import { mkdir } from 'node:fs/promises'
import { Session } from 'chdb'

interface Task {
  readonly folder: string
  readonly statements: readonly {
    readonly text: string
    readonly params: Readonly<Record<string, unknown>>
    readonly format: string
  }[]
}

async function run({ folder, statements }: Task): Promise<void> {
  await mkdir(folder, { recursive: true })
  const session = new Session(folder)
  for (const { text, params, format } of statements) {
    for await (const chunk of session.queryStreamBind(text, params, { format })) {
      if (!process.stdout.write(chunk.raw())) await once(process.stdout, 'drain')
    }
  }
  session.close()
}

// Who started us has gone.
process.stdout.on('error', () => process.exit(1))

// Written by readWithChild of the same version.
run(JSON.parse(process.argv[2] ?? '') as Task).then(
  () => process.stdout.end(),
  (error: unknown) => {
    const message = error instanceof Error ? error.message : String(error)
    process.stderr.write(message.split(': While executing')[0] ?? message)
    process.exitCode = 1
  },
)
