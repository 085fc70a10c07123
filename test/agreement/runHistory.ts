import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createEngine, type Engine } from '@muster/engine'
import { LIST_IDS } from '../../packages/core/src/vocabulary.test-support.ts'
import { createChecks } from './checks.ts'
import type { History, Step } from './history.ts'
import { createReference } from './reference.ts'

export interface Run {
  /** What engine and reference say differently, in words; empty when they agree. */
  readonly faults: readonly string[]
  /** The place of the check that found it. */
  readonly failedAt: number | undefined
  readonly changes: number
  readonly refused: readonly string[]
}

/** An engine with empty stores, to be copied: making new ones takes longer than all else. */
export interface Nursery {
  readonly copy: () => string
  readonly remove: () => void
}

export async function createNursery(): Promise<Nursery> {
  const folder = mkdtempSync(join(tmpdir(), 'muster-agreement-'))
  const empty = join(folder, 'empty')
  const engine = await openAt(empty, () => 0, [])
  await engine.close()
  let copies = 0
  return {
    copy: () => {
      const copy = join(folder, `copy-${copies++}`)
      cpSync(empty, copy, { recursive: true })
      return copy
    },
    remove: () => {
      rmSync(folder, { recursive: true })
    },
  }
}

const openAt = (folder: string, clock: () => number, problems: string[]): Promise<Engine> =>
  createEngine({
    warehouse: { folder: join(folder, 'warehouse') },
    metadata: { folder: join(folder, 'metadata') },
    importFolder: join(folder, 'imports'),
    clock,
    pause: 5,
    // A handful of people are several ranges.
    mostAtOnce: 20,
    onProblem: ({ doing, error }) => {
      problems.push(`${doing}: ${String(error)}`)
    },
  })

/** Lets a history happen to a new engine and to the reference, up to the first check that finds them differing. */
export async function runHistory(nursery: Nursery, history: History): Promise<Run> {
  const folder = nursery.copy()
  const problems: string[] = []
  const refused: string[] = []
  let now = history.start
  let latest = now
  let engine = await openAt(folder, () => now, problems)
  await engine.settings.change({ zone: history.zone }, 'test')
  for (const id of LIST_IDS) await engine.lists.create({ id, name: id }, 'test')
  // Everybody is a member: it shows which profiles the engine has.
  const everyone: Step = { do: 'create', id: 'everyone', definition: { everyone: true } }
  const reference = createReference(history.zone)
  const checks = createChecks(reference)
  try {
    for (const [index, step] of [everyone, ...history.steps].entries()) {
      if (step.do === 'check') {
        const faults = [...(await checks.run(engine, step.previews)), ...problems]
        if (faults.length > 0)
          return { faults, failedAt: index - 1, changes: checks.changes(), refused }
        continue
      }
      if (step.do === 'clock') now = step.to
      latest = Math.max(latest, now)
      if (step.do === 'leave' && reference.isGroupedAbout(step.account, latest)) continue
      if (step.do === 'restart') {
        await engine.close()
        engine = await openAt(folder, () => now, problems)
      }
      checks.note(step)
      const outcome = await perform(engine, step)
      if (outcome === undefined) reference.take(step, latest)
      else refused.push(`${step.do}: ${outcome}`)
    }
    return { faults: [], failedAt: undefined, changes: checks.changes(), refused }
  } finally {
    await engine.close()
    rmSync(folder, { recursive: true })
  }
}

/** Does it; why the engine refused it, if it did. */
async function perform(engine: Engine, step: Step): Promise<string | undefined> {
  const find = (identifier: { readonly kind: string; readonly value: string }) =>
    engine.profiles.find(identifier)
  const codeOf = (
    outcome:
      { readonly ok: true } | { readonly ok: false; readonly error: { readonly code: string } },
  ) => (outcome.ok ? undefined : outcome.error.code)
  switch (step.do) {
    case 'send': {
      const { messages } = step
      const outcome = await engine.ingest.take({
        messages,
        byteLengths: messages.map(() => 1),
        source: 'test',
      })
      return outcome.kind === 'busy' ? 'busy' : undefined
    }
    case 'merge': {
      const [one, other] = [await find(step.one), await find(step.other)]
      if (one === undefined || other === undefined) return 'nobody'
      return codeOf(await engine.profiles.merge(one, other, 'test'))
    }
    case 'unmerge': {
      const profile = await find(step.of)
      return profile === undefined
        ? 'nobody'
        : codeOf(await engine.profiles.unmerge(profile, step.groups, 'test'))
    }
    case 'leave': {
      const profile = await find(step.of)
      return profile === undefined
        ? 'nobody'
        : codeOf(await engine.profiles.leaveAccount(profile, step.account, 'test'))
    }
    case 'list':
      return codeOf(await engine.lists.put(step.list, step.identifiers, step.present, 'test'))
    case 'create': {
      const { id, definition } = step
      return codeOf(
        await engine.audiences.create({ id, name: id, definition, state: 'live' }, 'test'),
      )
    }
    case 'define': {
      const { name, expression } = step
      const known = await engine.traits.get(name)
      const revision = known?.edited?.revision
      return codeOf(
        revision === undefined
          ? await engine.traits.create({ name, expression }, 'test')
          : await engine.traits.edit(name, { revision, expression }, 'test'),
      )
    }
    case 'edit': {
      const view = await engine.audiences.get(step.id)
      if (view === undefined) return 'unknown_audience'
      const { revision } = view.audience
      return codeOf(
        await engine.audiences.edit(step.id, { revision, definition: step.definition }, 'test'),
      )
    }
    case 'archive':
      return codeOf(await engine.audiences.archive(step.id, 'test'))
    case 'revive': {
      const view = await engine.audiences.get(step.id)
      if (view === undefined) return 'unknown_audience'
      if (view.audience.state === 'live') return 'live'
      return codeOf(
        await engine.audiences.edit(
          step.id,
          { revision: view.audience.revision, state: 'live' },
          'test',
        ),
      )
    }
    case 'clock':
    case 'restart':
    case 'check':
      return undefined
  }
}
