import { relative } from 'node:path'

/** A Vitest reporter that lists the skipped tests, each with the reason that it gave: `context.skip('why')`. */
export default class SkipReporter {
  onTestRunEnd(modules) {
    const tests = modules.flatMap((module) => [...module.children.allTests('skipped')])
    if (tests.length > 0) console.log('\nSkipped:')
    for (const test of tests) {
      const reason = test.result().note ?? 'no reason given'
      console.log(`  ${relative('', test.module.moduleId)} > ${test.fullName}: ${reason}`)
    }
  }
}
