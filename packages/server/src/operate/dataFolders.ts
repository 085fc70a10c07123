import { join, resolve } from 'node:path'
import type { Folders } from '@muster/engine'

/** What is where in the data folder. */
export function foldersIn(data: string): Folders & { readonly uploads: string } {
  const root = resolve(data)
  return {
    warehouse: join(root, 'warehouse'),
    metadata: join(root, 'metadata'),
    imports: join(root, 'imports'),
    uploads: join(root, 'uploads'),
  }
}
