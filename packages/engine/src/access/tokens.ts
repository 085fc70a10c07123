import { createHash } from 'node:crypto'

/** Fit for secrets. */
export type RandomBytes = (count: number) => Uint8Array

/** 256 random bits, which cannot be guessed, so a fast hash of them is enough to keep. */
export function newToken(randomBytes: RandomBytes): string {
  return Buffer.from(randomBytes(32)).toString('base64url')
}

export function newId(randomBytes: RandomBytes): string {
  return Buffer.from(randomBytes(8)).toString('hex')
}

/** SHA-256, in hexadecimal digits. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
