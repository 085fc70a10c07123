import { hash, verify } from '@node-rs/argon2'
import { ZxcvbnFactory } from '@zxcvbn-ts/core'
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common'
import { refused } from '../metadata/outcome.ts'
import { oneAtATime } from '../resolve/oneAtATime.ts'

const shortestPassword = 12
/** Estimating takes time by the square of the length. */
const longestPassword = 200
/** Of zxcvbn's 0 to 4: "safely unguessable", 10^8 guesses or more. */
const leastScore = 3

/** The second choice of RFC 9106 (section 4), for where memory is short: Argon2id, 64 MiB, three passes, four lanes. */
const usualCosts = { memoryCost: 65_536, timeCost: 3, parallelism: 4 }
/** Each takes about a tenth of a second and 64 MiB. */
const mostWaiting = 32

let estimator: ZxcvbnFactory | undefined

/**
 * Why a password may not be used, or nothing when it may. `own` are words that are easy to guess for this person, such as the
 * address. Written as it is typed: all characters count.
 */
export function checkPassword(password: string, own: readonly string[]) {
  const at = ['password']
  const { length } = Array.from(password)
  if (length < shortestPassword) {
    const message = `The password has ${length} characters. Take at least ${shortestPassword}: a few words that have nothing to do with each other are easy to remember.`
    return refused('password_too_short', at, message)
  }
  if (length > longestPassword) {
    const message = `The password has ${length} characters. Take at most ${longestPassword}.`
    return refused('password_too_long', at, message)
  }
  // Built when it is first needed, since it takes a while and most starts need none.
  estimator ??= new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs })
  const words = own.flatMap((text) => [text, ...text.split(/[^\p{L}\p{N}]+/u)])
  if (estimator.check(password, ['muster', ...words]).score >= leastScore) return undefined
  const message =
    'The password is easy to guess: it is a common one, or nearly one. Take a few words that have nothing to do with each other, or let a password manager make one.'
  return refused('password_guessable', at, message)
}

export interface Passwords {
  readonly hash: (password: string) => Promise<string>
  /** Takes the same work when there is no hash, and then says no. `busy` when too many wait already. */
  readonly verify: (stored: string | null, password: string) => Promise<boolean | 'busy'>
}

/** Hashes and verifies one after another, so that many sign-ins at once take neither all memory nor all threads. */
export function createPasswords(costs = usualCosts): Passwords {
  const inTurn = oneAtATime()
  let waiting = 0
  let nobodys: Promise<string> | undefined
  const hashed = (password: string) => hash(plain(password), costs)
  return {
    hash: (password) => inTurn(() => hashed(password)),
    async verify(stored, password) {
      if (waiting >= mostWaiting) return 'busy'
      waiting++
      try {
        nobodys ??= inTurn(() => hashed('of nobody'))
        const against = stored ?? (await nobodys)
        const isRight = await inTurn(() => verify(against, plain(password)))
        return stored !== null && isRight
      } finally {
        waiting--
      }
    },
  }
}

/** One and the same text, whichever way a keyboard makes its characters (NIST SP 800-63B, 5.1.1.2). */
function plain(password: string): string {
  return password.normalize('NFKC')
}
