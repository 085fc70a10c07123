// eslint-disable-next-line @typescript-eslint/triple-slash-reference -- the declaration of a module that has none cannot be imported
/// <reference path="./cliProgress.d.ts" />
import { SingleBar } from 'cli-progress'
import type { Io } from '../io.ts'

export interface Progress {
  /** `part` in [0, 1], `note` how far in words. */
  readonly update: (part: number, note: string) => void
  readonly stop: () => void
}

const silent: Progress = { update: () => undefined, stop: () => undefined }

/** A bar on standard error, if that is a terminal; else nothing. */
export function showProgress(io: Io, title: string): Progress {
  if (!io.errIsTerminal) return silent
  const bar = new SingleBar({
    format: `${title} {bar} {percentage} %  {note}`,
    stream: process.stderr,
    hideCursor: true,
    clearOnComplete: true,
    fps: 8,
  })
  bar.start(1_000, 0, { note: '' })
  return {
    update: (part, note) => {
      bar.update(Math.floor(Math.min(1, Math.max(0, part)) * 1_000), { note })
    },
    stop: () => {
      bar.stop()
    },
  }
}
