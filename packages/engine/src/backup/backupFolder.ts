import { holdFolder } from '../metadata/adapters/holdFolder.ts'
import { MetadataError } from '../metadata/metadata.ts'
import { createBackups, type Backup } from './createBackups.ts'
import { BackupError } from './manifest.ts'
import { exists, type Folders } from './snapshot.ts'

/**
 * A backup of stores that no server holds. Throws a {@link BackupError}: `folder_in_use` when a process has them open,
 * `nothing_to_back_up` where no stores are.
 */
export async function backupFolder(folders: Folders, clock: () => number): Promise<Backup> {
  for (const folder of [folders.warehouse, folders.metadata]) {
    if (await exists(folder)) continue
    const message = `There is no ${folder}. Name the data folder of a server with embedded stores.`
    throw new BackupError('nothing_to_back_up', message)
  }
  const whileStill = async (work: () => Promise<void>): Promise<void> => {
    const letGo = await hold(folders.metadata)
    try {
      await work()
    } finally {
      await letGo()
    }
  }
  return createBackups({ folders, whileStill, clock }).make()
}

/** A server holds both folders or none, so the mark of one tells of both. */
async function hold(folder: string): Promise<() => Promise<void>> {
  try {
    return await holdFolder(folder)
  } catch (error) {
    if (!(error instanceof MetadataError) || error.code !== 'folder_in_use') throw error
    const message = `${error.message} While it runs, ask it for a backup: give its --url and an admin's --key.`
    throw new BackupError('folder_in_use', message, error)
  }
}
