import { defaultMessageLimits, type MessageLimits } from '@muster/core'

/**
 * What one message of an import may hold. An order of hundreds of lines is one message, so what an operator brings in may be larger than what a
 * sender may send.
 */
export const importLimits: MessageLimits = {
  ...defaultMessageLimits,
  bytes: 512 * 1024,
  keys: 20_000,
}
