import { spawn } from 'node:child_process'
import { existsSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Written when everything was built, with the time at which that began. */
const STAMP = 'node_modules/.muster-built'

/** Builds what `muster` runs and the web app, both at once, unless nothing has changed since. Ends the process when a build fails. */
export const build = async () => {
  if (isBuilt()) return
  console.log('Building ...')
  const began = new Date()
  const codes = await Promise.all([
    outcomeOf('npx', 'tsc', '--build', 'packages/cli'),
    outcomeOf('npm', 'run', '--silent', 'build:web'),
  ])
  const failed = codes.find((code) => code !== 0)
  if (failed !== undefined) {
    console.error('The build failed. The reasons stand above.')
    process.exit(failed)
  }
  writeFileSync(STAMP, '')
  // What changed while it was built may not be in it.
  utimesSync(STAMP, began, began)
}

/** The exit code of a command in the foreground; 1 when it could not start or was killed. */
const outcomeOf = (command, ...args) =>
  new Promise((resolve) => {
    const child = spawn(command, args, { stdio: 'inherit' })
    child.on('error', () => resolve(1))
    child.on('exit', (code) => resolve(code ?? 1))
  })

const isBuilt = () => {
  if (!existsSync(STAMP) || !OUTPUTS.every((path) => existsSync(path))) return false
  const built = statSync(STAMP).mtimeMs
  return newest(['package-lock.json', 'tsconfig.base.json', ...sources()]) < built
}

const OUTPUTS = ['packages/cli/dist/main.js', 'packages/web/dist/app/index.html']

/** Every file and folder of the packages but what is built: a folder is as new as the last file that came or went. */
function* sources(folder = 'packages') {
  yield folder
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name === 'dist' || entry.name === 'node_modules') continue
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* sources(path)
    else yield path
  }
}

const newest = (paths) =>
  paths.reduce((latest, path) => Math.max(latest, statSync(path).mtimeMs), 0)
