import {
  createNames,
  identifier,
  sql,
  type CompileContext,
  type Sql,
  type TraitExpression,
} from '@muster/core'

export type CompileBase = Pick<CompileContext, 'at' | 'zone' | 'promoted'>

/** For questions about these computed traits and no other: none of the standard ones refers to an audience. */
export const compileWith = (
  context: CompileBase,
  traits: ReadonlyMap<string, TraitExpression>,
): CompileContext => ({
  ...context,
  names: createNames(),
  audience: (id) => {
    throw new Error(`audience ${id} is referred to by a standard trait`)
  },
  computedTrait: (name) => traits.get(name),
})

/** The column of a select of traits in which one of them stands; `''` where the select has no such trait. */
export function columnOf(names: readonly string[], name: string): Sql {
  const place = names.indexOf(name)
  return place === -1 ? sql`''` : sql`${identifier(`v${place}`)}`
}
