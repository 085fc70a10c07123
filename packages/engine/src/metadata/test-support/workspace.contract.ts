import { describe, expect, test } from 'vitest'
import type { Metadata } from '../metadata.ts'
import { readAudit, recordAudit } from '../workspace/auditLog.ts'

export function workspaceContract(metadata: () => Metadata): void {
  describe('the audit log', () => {
    test('tells who did what, the newest first', async () => {
      const { db } = metadata()
      const subject = { kind: 'audience', id: 'vips' }
      const entry = { actor: 'ada', action: 'edit', subject, before: { n: 1 } }
      for (const at of [1, 2, 3]) await recordAudit(db, { ...entry, at })
      await recordAudit(db, {
        actor: 'bo',
        action: 'create',
        subject: { kind: 'key', id: 'k' },
        at: 4,
      })
      const [newest, next] = await readAudit(db, { subject, limit: 2 })
      expect(newest).toEqual({ ...entry, at: 3, seq: newest?.seq })
      expect(next?.at).toBe(2)
      const rest = await readAudit(db, { subject, before: next?.seq ?? 0n, limit: 9 })
      expect(rest.map(({ at }) => at)).toEqual([1])
      expect((await readAudit(db, { limit: 1 }))[0]?.actor).toBe('bo')
    })
  })
}
