import type { EventSelector } from './definition.ts'

/** Whether a selector names an event; messages that are no events have an empty name. `"*"` alone is any event; in a list of names it is a name like any other. */
export function selectsName(selector: EventSelector, name: string): boolean {
  if (typeof selector === 'string') return selector === '*' ? name !== '' : selector === name
  return 'startsWith' in selector
    ? name !== '' && name.startsWith(selector.startsWith)
    : selector.includes(name)
}
