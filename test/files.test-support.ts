import { readdirSync } from 'node:fs'

/** The folder that holds `packages/`, with a slash at its end. */
export const root = new URL('../', import.meta.url)

/** Every file below a folder of ours, as paths from the root with forward slashes; nothing installed or built. */
export const filesBelow = (folder: string): readonly string[] =>
  readdirSync(new URL(folder, root), { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === 'node_modules' || entry.name === 'dist') return []
    const path = `${folder}/${entry.name}`
    return entry.isDirectory() ? filesBelow(path) : [path]
  })
