/** The part of cli-progress that is used here: it brings no types of its own. */
declare module 'cli-progress' {
  interface Options {
    readonly format: string
    readonly stream: { write(text: string): unknown }
    readonly hideCursor: boolean
    readonly clearOnComplete: boolean
    readonly fps: number
  }
  export class SingleBar {
    constructor(options: Options)
    start(total: number, value: number, payload: Readonly<Record<string, string>>): void
    update(value: number, payload: Readonly<Record<string, string>>): void
    stop(): void
  }
}
