import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { run } from './setUp.mjs'

/** Where systems keep Chromium; MUSTER_CHROMIUM names another place. */
const places = JSON.parse(readFileSync(new URL('chromium.json', import.meta.url), 'utf8'))

const isThere = () => existsSync(process.env.MUSTER_CHROMIUM ?? '') || places.some(existsSync)

/** Installs the browser of the web app's tests where that takes no question: as root on Debian. Elsewhere they say that they need it. */
export const provideChromium = () => {
  const canInstall = process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0
  if (isThere() || !canInstall) return
  console.log('Installing Chromium for the tests of the web app ...')
  const install = () =>
    run('apt-get', 'install', '-y', '-qq', '--no-install-recommends', 'chromium')
  if (install() === 0) return
  // The list of packages may be older than the packages.
  run('apt-get', 'update', '-qq')
  if (install() !== 0) console.error('Chromium could not be installed; its tests will be skipped.')
}
