import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Makes a fresh checkout ready: goes to its root and installs what the lock asks for, unless that is what is installed.
 * Ends the process when the installation fails.
 */
export const setUp = () => {
  process.chdir(join(import.meta.dirname, '..'))
  if (isInstalled()) return
  console.log('Installing dependencies ...')
  // The checks need the development dependencies, whatever NODE_ENV says.
  const code = run('npm', 'ci', '--include=dev', '--no-audit', '--no-fund')
  if (code !== 0) {
    console.error('Dependencies could not be installed. The reason stands above; then try again.')
    process.exit(code)
  }
}

/** Runs a command in the foreground and returns its exit code; 1 when it could not start or was killed. */
export const run = (command, ...args) => spawnSync(command, args, { stdio: 'inherit' }).status ?? 1

/**
 * npm writes a lock of what it has installed as its last act, so an interrupted installation has none. Packages for
 * other platforms are optional and may be absent; every other one must be there as the lock has it, and nothing else.
 */
const isInstalled = () => {
  if (!existsSync('node_modules/.package-lock.json')) return false
  const wanted = packagesOf('package-lock.json')
  const found = packagesOf('node_modules/.package-lock.json')
  const isRight = ([path, { version, integrity, optional }]) =>
    path in found
      ? found[path].version === version && found[path].integrity === integrity
      : path === '' || optional === true
  return Object.entries(wanted).every(isRight) && Object.keys(found).every((path) => path in wanted)
}

const packagesOf = (lock) => JSON.parse(readFileSync(lock, 'utf8')).packages
