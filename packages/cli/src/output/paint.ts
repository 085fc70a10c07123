type Paint = (text: string) => string
export type Paints = Readonly<Record<'red' | 'green' | 'yellow' | 'cyan' | 'dim' | 'bold', Paint>>

const plain: Paint = (text) => text
const colour =
  (on: number, off: number): Paint =>
  (text) =>
    `\u001b[${on}m${text}\u001b[${off}m`

const colours: Paints = {
  red: colour(31, 39),
  green: colour(32, 39),
  yellow: colour(33, 39),
  cyan: colour(36, 39),
  dim: colour(2, 22),
  bold: colour(1, 22),
}
const none: Paints = {
  red: plain,
  green: plain,
  yellow: plain,
  cyan: plain,
  dim: plain,
  bold: plain,
}

/** Colours on a terminal, unless the user asked for none (NO_COLOR, whatever its value). */
export function paintOf(
  isTerminal: boolean,
  env: Readonly<Record<string, string | undefined>>,
): Paints {
  const unwanted = (env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb'
  return isTerminal && !unwanted ? colours : none
}
