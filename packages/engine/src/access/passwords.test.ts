import { expect, test } from 'vitest'
import { checkPassword, createPasswords } from './passwords.ts'

const cheap = { memoryCost: 1_024, timeCost: 1, parallelism: 1 }
const own = ['ada.lovelace@example.com', 'Ada Lovelace']
const codeOf = (password: string) => checkPassword(password, own)?.error.code

test.each([
  ['elevenchars', 'password_too_short'],
  ['', 'password_too_short'],
  ['passwordpassword', 'password_guessable'],
  ['Password1234!', 'password_guessable'],
  ['qwertyuiopas', 'password_guessable'],
  ['123456789012', 'password_guessable'],
  ['aaaaaaaaaaaaaaaa', 'password_guessable'],
  ['lovelace1815', 'password_guessable'],
  ['Ada Lovelace', 'password_guessable'],
  ['muster1234567', 'password_guessable'],
  ['x'.repeat(201), 'password_too_long'],
])('%s is refused: %s', (password, code) => {
  expect(codeOf(password)).toBe(code)
})

test.each(['correct horse battery', 'tidal-onion-brigade', 'Пять синих кораблей', 'n8Q!x0vT2#pL'])(
  '%s may be used',
  (password) => {
    expect(codeOf(password)).toBeUndefined()
  },
)

test('a length is counted in characters, as people count them', () => {
  expect(checkPassword('🐙🦑🐚🦀🐡🦐🪸🐋🐬🦭🐧', [])?.error.message).toContain('has 11 characters')
})

test('a hash is Argon2id with a salt of its own, and only the password fits it', async () => {
  const { hash, verify } = createPasswords(cheap)
  const [one, two] = [await hash('correct horse battery'), await hash('correct horse battery')]
  expect(one).toMatch(/^\$argon2id\$v=19\$m=1024,t=1,p=1\$/)
  expect(one).not.toBe(two)
  expect(await verify(one, 'correct horse battery')).toBe(true)
  expect(await verify(one, 'correct horse batterY')).toBe(false)
})

test('the usual costs are those of RFC 9106 for little memory', async () => {
  expect(await createPasswords().hash('correct horse battery')).toContain('$m=65536,t=3,p=4$')
})

test('whoever has no password is told no, whatever is tried', async () => {
  const { verify } = createPasswords(cheap)
  for (const tried of ['', 'of nobody', 'null']) expect(await verify(null, tried)).toBe(false)
})

test('characters that look alike and mean the same are the same', async () => {
  const { hash, verify } = createPasswords(cheap)
  const composed = 'caf\u00e9 au lait for all'
  expect(await verify(await hash(composed), 'cafe\u0301 au lait for all')).toBe(true)
})

test('too many at once are sent away, and those before them are served', async () => {
  const { verify } = createPasswords(cheap)
  const answers = await Promise.all(Array.from({ length: 40 }, () => verify(null, 'x')))
  expect(answers.filter((answer) => answer === 'busy')).toHaveLength(8)
  expect(answers.slice(0, 32)).toEqual(Array.from({ length: 32 }, () => false))
  expect(await verify(null, 'x')).toBe(false)
})
