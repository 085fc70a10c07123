import { mkdir } from 'node:fs/promises'
import { resolve } from 'node:path'
import { backupFolder, BackupError, restoreBackup } from '@muster/engine'
import type { Backup, Restored } from '@muster/engine'
import type { Configuration } from '../configuration.ts'
import { foldersIn } from './dataFolders.ts'

/** A backup of a data folder that no server has open. Throws a BackupError. */
export async function backupData(configuration: Configuration): Promise<Backup> {
  refuseUrls(configuration)
  return backupFolder(foldersIn(configuration.data), Date.now)
}

/** Puts a backup into a data folder without stores. Throws a BackupError; then nothing is left of it. */
export async function restoreData(file: string, configuration: Configuration): Promise<Restored> {
  refuseUrls(configuration)
  await mkdir(resolve(configuration.data), { recursive: true, mode: 0o700 })
  return restoreBackup(file, foldersIn(configuration.data))
}

function refuseUrls({ clickhouseUrl, postgresUrl }: Configuration): void {
  if (clickhouseUrl === undefined && postgresUrl === undefined) return
  throw BackupError.ofUrls()
}
