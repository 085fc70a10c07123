import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anovaTest } from './anova.ts'
import { benjaminiHochberg } from './benjaminiHochberg.ts'
import { incompleteBeta } from './beta.ts'
import { chiSquareTest } from './chiSquare.ts'
import { logGamma, upperGamma } from './gamma.ts'
import { without, type Moments } from './moments.ts'
import { chiSquareTail, fisherTail, studentTails } from './tails.ts'
import { welchTest } from './welch.ts'

const momentsOf = (numbers: readonly number[]): Moments => {
  const count = numbers.length
  const mean = count === 0 ? 0 : numbers.reduce((a, b) => a + b, 0) / count
  const squares = numbers.reduce((s, x) => s + (x - mean) ** 2, 0)
  return { count, mean, variance: count < 2 ? 0 : squares / (count - 1) }
}

describe('special functions', () => {
  test('the gamma function of halves and wholes is known', () => {
    expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI)), 13)
    expect(logGamma(1)).toBeCloseTo(0, 13)
    expect(logGamma(10)).toBeCloseTo(Math.log(362_880), 12)
    expect(Math.exp(logGamma(0.25))).toBeCloseTo(3.625609908221908, 12)
  })

  test('Q(1, x) is exp(-x), and Q(2, x) is exp(-x) (1 + x), far out too', () => {
    for (const x of [0.1, 1, 1.9, 2.1, 5, 50, 500]) {
      expect(upperGamma(1, x) / Math.exp(-x)).toBeCloseTo(1, 10)
      expect(upperGamma(2, x) / (Math.exp(-x) * (1 + x))).toBeCloseTo(1, 10)
    }
  })

  test('the beta function is symmetric, and known for whole numbers', () => {
    expect(incompleteBeta(0.3, 1, 1)).toBeCloseTo(0.3, 14)
    // The sum of binomials of DLMF 8.17.5: 10 x^3 (1-x)^2 + 5 x^4 (1-x) + x^5.
    expect(incompleteBeta(0.4, 3, 3)).toBeCloseTo(0.31744, 12)
    fc.assert(
      fc.property(
        fc.double({ min: 0.001, max: 0.999, noNaN: true }),
        fc.double({ min: 0.1, max: 80, noNaN: true }),
        fc.double({ min: 0.1, max: 80, noNaN: true }),
        (x, a, b) => {
          expect(incompleteBeta(x, a, b) + incompleteBeta(1 - x, b, a)).toBeCloseTo(1, 9)
        },
      ),
    )
  })
})

describe('tails meet the published critical values', () => {
  // NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.4: upper critical values of the chi-square distribution.
  test.each([
    [3.841, 1, 0.05],
    [6.635, 1, 0.01],
    [18.307, 10, 0.05],
    [29.588, 10, 0.001],
    [124.342, 100, 0.05],
  ])('chi-square %f with %i degrees of freedom', (x, df, p) => {
    expect(chiSquareTail(x, df)).toBeCloseTo(p, 4)
  })

  // The same, 1.3.6.7.2: critical values of Student's t; both tails here, one there.
  test.each([
    [12.706, 1, 0.05],
    [2.228, 10, 0.05],
    [3.169, 10, 0.01],
    [1.984, 100, 0.05],
  ])('t %f with %i degrees of freedom', (t, df, p) => {
    expect(studentTails(t, df)).toBeCloseTo(p, 4)
    expect(studentTails(-t, df)).toBeCloseTo(p, 4)
  })

  // The same, 1.3.6.7.3: upper critical values of the F distribution.
  test.each([
    [4.965, 1, 10, 0.05],
    [3.326, 5, 10, 0.05],
    [2.621, 5, 24, 0.05],
    [5.636, 5, 10, 0.01],
  ])('F %f with %i and %i degrees of freedom', (f, between, within, p) => {
    expect(fisherTail(f, between, within)).toBeCloseTo(p, 3)
  })

  test('F with one degree of freedom between is t squared', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 30, noNaN: true }),
        fc.integer({ min: 1, max: 500 }),
        (t, df) => {
          expect(fisherTail(t * t, 1, df)).toBeCloseTo(studentTails(t, df), 10)
        },
      ),
    )
  })
})

describe('tests of significance', () => {
  // Student's own data (Biometrika 6, 1908), the example of R's t.test.
  test("Welch's test on Student's sleep data", () => {
    const drug1 = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2]
    const drug2 = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
    const tested = welchTest(momentsOf(drug1), momentsOf(drug2))
    if (tested.kind !== 'tested') throw new Error(tested.because)
    // As R prints it: t = -1.8608, df = 17.776, p-value = 0.07939.
    expect(tested.statistic).toBeCloseTo(-1.8608, 4)
    expect(tested.degreesOfFreedom[0]).toBeCloseTo(17.776, 3)
    expect(tested.p).toBeCloseTo(0.07939, 5)
    expect(tested.effect.value).toBeCloseTo(-0.8321811, 6)
  })

  // R's PlantGrowth (Dobson 1983), the example of its aov: F(2, 27) = 4.846, p = 0.0159, squares 3.766 and 10.492.
  test('ANOVA on the growth of plants', () => {
    const control = [4.17, 5.58, 5.18, 6.11, 4.5, 4.61, 5.17, 4.53, 5.33, 5.14]
    const first = [4.81, 4.17, 4.41, 3.59, 5.87, 3.83, 6.03, 4.89, 4.32, 4.69]
    const second = [6.31, 5.12, 5.54, 5.5, 5.37, 5.29, 4.92, 6.15, 5.8, 5.26]
    const tested = anovaTest([control, first, second].map(momentsOf))
    if (tested.kind !== 'tested') throw new Error(tested.because)
    expect(tested.statistic).toBeCloseTo(4.846, 3)
    expect(tested.degreesOfFreedom).toEqual([2, 27])
    expect(tested.p).toBeCloseTo(0.01591, 5)
    expect(tested.effect.value).toBeCloseTo(3.76634 / (3.76634 + 10.49209), 5)
  })

  // A. Agresti, Introduction to Categorical Data Analysis, 2nd ed. 2007, table 2.5: party by gender, X2 = 30.07, df = 2.
  test('chi-square on party identification by gender', () => {
    const tested = chiSquareTest([
      [762, 327, 468],
      [484, 239, 477],
    ])
    if (tested.kind !== 'tested') throw new Error(tested.because)
    expect(tested.statistic).toBeCloseTo(30.07, 2)
    expect(tested.degreesOfFreedom).toEqual([2])
    expect(tested.p).toBeCloseTo(2.954e-7, 9)
    expect(tested.effect.value).toBeCloseTo(Math.sqrt(30.0701 / 2757), 5)
  })

  test('where nothing can be said, nothing is', () => {
    expect(chiSquareTest([])).toEqual({ kind: 'untested', because: 'one_group' })
    expect(
      chiSquareTest([
        [5, 0],
        [9, 0],
      ]),
    ).toEqual({ kind: 'untested', because: 'one_group' })
    expect(
      chiSquareTest([
        [3, 1],
        [1, 3],
      ]),
    ).toEqual({ kind: 'untested', because: 'too_few_people' })
    const [one, same] = [momentsOf([1]), momentsOf([2, 2, 2])]
    expect(welchTest(one, same)).toEqual({ kind: 'untested', because: 'too_few_people' })
    expect(welchTest(same, same)).toEqual({ kind: 'untested', because: 'no_variance' })
    expect(anovaTest([same])).toEqual({ kind: 'untested', because: 'one_group' })
    expect(anovaTest([one, one])).toEqual({ kind: 'untested', because: 'too_few_people' })
    expect(anovaTest([same, same])).toEqual({ kind: 'untested', because: 'no_variance' })
  })

  test('a row or a column of nothing changes nothing', () => {
    const table = [
      [20, 30, 0],
      [0, 0, 0],
      [40, 25, 0],
    ]
    expect(chiSquareTest(table)).toEqual(
      chiSquareTest([
        [20, 30],
        [40, 25],
      ]),
    )
  })
})

test('the rest of a whole has the moments of the rest', () => {
  const numbers = fc.array(fc.integer({ min: -1000, max: 1000 }), { maxLength: 30 })
  fc.assert(
    fc.property(numbers, numbers, (part, rest) => {
      const found = without(momentsOf([...part, ...rest]), momentsOf(part))
      const expected = momentsOf(rest)
      expect(found.count).toBe(expected.count)
      expect(found.mean).toBeCloseTo(expected.mean, 6)
      expect(found.variance).toBeCloseTo(expected.variance, 4)
    }),
  )
})

// The fifteen p-values of the paper itself (Benjamini and Hochberg 1995, 4.1): at q = 0.05 the four smallest are called significant.
test("Benjamini and Hochberg's own example", () => {
  const ps = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719,
    0.6528, 0.759, 1,
  ]
  const adjusted = benjaminiHochberg(ps)
  expect(adjusted.filter((p) => p <= 0.05)).toHaveLength(4)
  expect(adjusted[0]).toBeCloseTo(0.0015, 12)
  expect(adjusted[3]).toBeCloseTo((0.0095 * 15) / 4, 12)
  expect(adjusted.at(-1)).toBe(1)
  // In whatever order they come.
  expect(benjaminiHochberg([...ps].reverse())).toEqual([...adjusted].reverse())
})
