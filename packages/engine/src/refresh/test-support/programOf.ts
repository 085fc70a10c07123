import type { Definition } from '@muster/core'
import { nothingDefined } from '../../read/test-support/stores.ts'
import { createProgram, type Program } from '../program.ts'

/** A program of audiences numbered from 1 on, none of which rests on anything that somebody defined. */
export const programOf = (...definitions: readonly Definition[]): Program =>
  createProgram(
    definitions.map((definition, i) => ({ id: `a${i}`, number: i + 1, version: 1, definition })),
    nothingDefined.meanings,
  )
