import { fork, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** Starts a module of the bench in a process of its own, so that its memory and its time are not those of what is measured. */
export const startChild = (module: URL, argument: object): ChildProcess =>
  fork(fileURLToPath(module), [JSON.stringify(argument)], {
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, UV_THREADPOOL_SIZE: '16' },
  })

/** Runs a module to its end, and resolves with the last thing that it told. Rejects when it fails. */
export async function runChild<Answer>(module: URL, argument: object): Promise<Answer | undefined> {
  const child = startChild(module, argument)
  let answer: Answer | undefined
  // What a child tells is the type that its own module names.
  child.on('message', (message) => (answer = message as Answer))
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', resolve)
  })
  if (code !== 0)
    throw new Error(`${module.pathname} ended with code ${code}. Its reason stands above.`)
  return answer
}

/** What this process was started with by {@link startChild}. It ends when its parent is gone. */
export function childArgument(): unknown {
  process.once('disconnect', () => process.exit(1))
  // Listening alone would keep it from ever ending.
  process.channel?.unref()
  return JSON.parse(process.argv[2] ?? 'null')
}
