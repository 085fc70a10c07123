/**
 * The one command that says whether the tree is good. It installs what is missing, runs every step even when an earlier
 * one failed, and closes with one line: `N passed, N failed`. A step counts as one, but the tests count one by one.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { provideChromium } from './chromium.mjs'
import { run, setUp } from './setUp.mjs'

const steps = {
  Format: () => outcomeOf(npmRun('check:format')),
  Lint: () => outcomeOf(npmRun('check:lint')),
  Types: () => outcomeOf(npmRun('check:types')),
  Boundaries: () => outcomeOf(npmRun('check:boundaries')),
  'Unused code': () => outcomeOf(npmRun('check:unused')),
  'Web app': () => outcomeOf(npmRun('build:web')),
  Tests: runTests,
}

setUp()
provideChromium()

const total = { passed: 0, failed: 0, skipped: 0 }
const failedSteps = []
for (const [name, step] of Object.entries(steps)) {
  console.log(`\n=== ${name}`)
  const start = performance.now()
  const { passed, failed, skipped } = step()
  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  console.log(`--- ${name}: ${failed === 0 ? 'passed' : 'FAILED'} in ${seconds} s`)
  if (failed > 0) failedSteps.push(name)
  total.passed += passed
  total.failed += failed
  total.skipped += skipped
}

console.log(failedSteps.length === 0 ? '' : `\nFailed: ${failedSteps.join(', ')}`)
const skips = total.skipped === 0 ? '' : `, ${total.skipped} skipped`
process.exitCode = total.failed === 0 ? 0 : 1
console.log(`${total.passed} passed, ${total.failed} failed${skips}`)

/** What is run stands in package.json, so that each step can be run alone in the same words. */
function npmRun(script, ...args) {
  return run('npm', 'run', '--silent', script, '--', ...args)
}

function outcomeOf(code) {
  return code === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 }
}

function runTests() {
  const folder = mkdtempSync(join(tmpdir(), 'muster-test-'))
  const file = join(folder, 'report.json')
  try {
    const code = npmRun(
      'unit',
      '--reporter=default',
      '--reporter=./scripts/skipReporter.mjs',
      '--reporter=json',
      `--outputFile.json=${file}`,
    )
    return countTests(JSON.parse(readFileSync(file, 'utf8')), code)
  } catch (error) {
    console.error(`The tests left no report: ${error.message}`)
    return outcomeOf(1)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** A file that fails without a failed test in it (it doesn't load, a hook throws) counts as one failure. */
function countTests(report, code) {
  const brokenFiles = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && assertionResults.every((test) => test.status !== 'failed'),
  )
  const failed = report.numFailedTests + brokenFiles.length
  return {
    passed: report.numPassedTests,
    // An error outside of every test shows in the exit code alone.
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  }
}
