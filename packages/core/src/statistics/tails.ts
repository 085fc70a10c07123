import { incompleteBeta } from './beta.ts'
import { upperGamma } from './gamma.ts'

/** P(X >= x) of the chi-square distribution (Abramowitz and Stegun 26.4.19). */
export const chiSquareTail = (x: number, degreesOfFreedom: number): number =>
  upperGamma(degreesOfFreedom / 2, x / 2)

/** P(|T| >= |t|) of Student's t, both tails (Abramowitz and Stegun 26.7.1); degrees of freedom need not be whole. */
export const studentTails = (t: number, degreesOfFreedom: number): number =>
  t * t === Infinity
    ? 0
    : incompleteBeta(degreesOfFreedom / (degreesOfFreedom + t * t), degreesOfFreedom / 2, 0.5)

/** P(X >= f) of Fisher's F (Abramowitz and Stegun 26.6.2). */
export const fisherTail = (f: number, between: number, within: number): number =>
  f <= 0
    ? 1
    : f === Infinity
      ? 0
      : incompleteBeta(within / (within + between * f), within / 2, between / 2)
