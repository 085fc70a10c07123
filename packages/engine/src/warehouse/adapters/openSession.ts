import { accessSync, constants, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Session } from 'chdb'
import { messageOf } from '../failure.ts'
import { WarehouseError } from '../warehouse.ts'

/**
 * Opens a session with these settings on a folder, which is made if it is missing. Throws a {@link WarehouseError}: `folder_unusable` when the folder can't
 * be made or written, or holds something else; `folder_in_use` when another process holds it, or this one holds another folder.
 */
export function openSession(
  folder: string,
  settings: Readonly<Record<string, number | string>>,
): Session {
  try {
    mkdirSync(folder, { recursive: true })
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    throw refused(
      'folder_unusable',
      `The warehouse folder ${folder} can't be written: ${messageOf(error)}. Name a folder that this user may write.`,
      error,
    )
  }
  const session = connect(folder)
  const assignments = Object.entries(settings).map(
    ([name, value]) => `${name} = ${typeof value === 'number' ? value : `'${value}'`}`,
  )
  session.query(`SET ${assignments.join(', ')}`)
  return session
}

function connect(folder: string): Session {
  try {
    return new Session(folder)
  } catch (error) {
    throw whyNot(folder, error)
  }
}

function whyNot(folder: string, error: unknown): WarehouseError {
  if (/one active data directory|still releasing/.test(messageOf(error))) {
    return refused(
      'folder_in_use',
      `This process has another warehouse folder open, and one process can hold only one. Close it before opening ${folder}.`,
      error,
    )
  }
  const holder = holderOf(folder)
  if (holder !== undefined) {
    return refused(
      'folder_in_use',
      `Process ${holder} has the warehouse folder ${folder} open. Stop it, or give this one a folder of its own.`,
      error,
    )
  }
  return refused(
    'folder_unusable',
    `The warehouse folder ${folder} can't be opened: ${messageOf(error)}. Is it the folder of a warehouse, or empty?`,
    error,
  )
}

/** The process that noted itself in the folder, if it is still there. */
function holderOf(folder: string): number | undefined {
  const pid = notedIn(folder)
  if (pid === undefined || pid === process.pid) return undefined
  try {
    process.kill(pid, 0)
    return pid
  } catch (error) {
    // It is there and belongs to another user, who alone may signal it.
    return error instanceof Error && 'code' in error && error.code === 'EPERM' ? pid : undefined
  }
}

function notedIn(folder: string): number | undefined {
  try {
    const noted = /^PID: (\d+)$/m.exec(readFileSync(join(folder, 'status'), 'utf8'))?.[1]
    return noted === undefined ? undefined : Number(noted)
  } catch {
    // Without the note there is no holder to name.
    return undefined
  }
}

const refused = (code: string, message: string, cause: unknown): WarehouseError =>
  new WarehouseError(code, message, { transient: false, cause })
