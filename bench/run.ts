import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { audiences } from './audiences/audiences.ts'
import type { Bench } from './bench.ts'
import { openBase } from './history/makeBase.ts'
import type { Options } from './options.ts'
import { rowsOf, type Row } from './report/outcome.ts'
import { table } from './report/table.ts'
import type { Section } from './section.ts'
import { openReadyStage } from './stage/openReadyStage.ts'
import { runSteady, type Steady } from './stage/steady.ts'

/** Makes or opens the history, runs the sections one after another, prints the table and writes the figures. */
export async function run(options: Options, sections: readonly Section[]): Promise<readonly Row[]> {
  const began = performance.now()
  const say = (line: string): void => {
    console.log(`${((performance.now() - began) / 1000).toFixed(0).padStart(4)} s  ${line}`)
  }
  const scratch = await mkdtemp(join(tmpdir(), 'muster-bench-'))
  // Servers and files go with us, however we go.
  process.once('SIGINT', () => process.exit(130))
  process.once('SIGTERM', () => process.exit(143))
  process.once('exit', () => {
    rmSync(scratch, { recursive: true, force: true })
  })
  const base = await openBase(options.base ?? join(scratch, 'base'), options, say)
  const { profiles, events } = base
  say(`history of ${events} events of ${profiles} profiles, made in ${seconds(base.madeInMs)}`)
  const { stage, createdInMs } = await openReadyStage(
    base.full,
    join(scratch, 'full'),
    audiences(options.audiences),
    options.base && join(options.base, 'ready'),
  )
  say(`${options.audiences} audiences, created and computed in ${seconds(createdInMs)}`)
  let steady: Promise<Steady> | undefined
  const measureSteady = async (): Promise<Steady> =>
    runSteady(await stage.server(), { ...options, people: profiles })
  const bench: Bench = {
    ...{ options, base, stage, createdInMs, scratch, say },
    steady: () => (steady ??= measureSteady()),
  }
  const rows: Row[] = []
  for (const section of sections) {
    say(`${section.name} ...`)
    const found = rowsOf(section, await figuresOf(section, bench))
    rows.push(...found)
    console.log(table(found))
  }
  await stage.end()
  say('done')
  console.log(`\n${table(rows)}`)
  await write(options, bench, rows, performance.now() - began)
  return rows
}

/** A section that fails has measured nothing: what it should have brought is missed, and the others run. */
async function figuresOf(section: Section, bench: Bench): ReturnType<Section['run']> {
  try {
    return await section.run(bench)
  } catch (error) {
    bench.say(
      `${section.name} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    )
    return {}
  }
}

async function write(
  options: Options,
  { base, createdInMs }: Bench,
  rows: readonly Row[],
  tookMs: number,
): Promise<void> {
  await mkdir(dirname(options.out), { recursive: true })
  const { madeInMs, firstStartMs, until } = base
  const report = { options, madeInMs, firstStartMs, until, createdInMs, tookMs, rows }
  await writeFile(options.out, `${JSON.stringify(report, undefined, 2)}\n`)
  console.log(`\nThe figures are in ${options.out}.`)
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`
