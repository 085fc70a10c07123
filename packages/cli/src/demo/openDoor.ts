import type { RunningServer } from '@muster/server'
import { linkOf } from '../commands/serve.ts'

/** A link that is good now, or nothing when the workspace has an owner who is not the demo's. */
export type Door = () => Promise<string | undefined>

const owner = { email: 'demo@example.com', name: 'Demo', role: 'owner' } as const

/**
 * Lets whoever sees the demo's screen in without a password: a link that signs its owner in, and another as soon as that has been used. A
 * workspace with an owner of its own is not the demo's to open.
 */
export async function openDoor({ engine, url }: RunningServer): Promise<Door> {
  const { access } = engine
  const users = await access.users.list()
  const own = users.find(({ email }) => email === owner.email)
  const isTaken = own === undefined && users.some(({ role }) => role === 'owner')
  if (isTaken) return () => Promise.resolve(undefined)
  const user = own ?? (await created())
  let open: { readonly id: string; readonly link: string } | undefined
  return async () => {
    if (open !== undefined && (await access.isOpen(open.id))) return open.link
    const { token, link } = await access.signInLink(user.id, 'demo')
    open = { id: link.id, link: linkOf(url, token) }
    return open.link
  }

  async function created() {
    const outcome = await access.users.create(owner, 'demo')
    if (!outcome.ok) throw new Error(`The demo's owner was refused: ${outcome.error.message}`)
    return outcome.value
  }
}
