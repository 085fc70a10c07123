import { permissionsOf } from '../access/permissions.ts'
import type { Principal } from '../access/principal.ts'
import { holderOf } from '../access/principal.ts'
import { sendKey } from '../wire/key.ts'
import type { Me } from '../wire/user.ts'
import { sendUser } from '../wire/user.ts'

/** Who asks and what they may do, as it is sent. */
export function meOf(principal: Principal): Me {
  return {
    user: principal.kind === 'user' ? sendUser(principal.user) : null,
    key: principal.kind === 'key' ? sendKey(principal.key) : null,
    permissions: permissionsOf(holderOf(principal)),
  }
}
