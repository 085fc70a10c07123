/** What a test of significance says; not knowing is not a number. */
export type TestResult =
  | {
      readonly kind: 'tested'
      readonly test: 'chi_square' | 'welch' | 'anova'
      readonly statistic: number
      /** One for chi-square and Welch, two for ANOVA: between and within. */
      readonly degreesOfFreedom: readonly number[]
      /** The probability of a difference at least as large, were there none. */
      readonly p: number
      readonly effect: Effect
    }
  | { readonly kind: 'untested'; readonly because: Because }

/** How large a difference is, whatever the number of people: 0 is none. Cramér's V and eta squared end at 1, Cohen's d has a sign. */
export interface Effect {
  readonly measure: 'cramers_v' | 'cohens_d' | 'eta_squared'
  readonly value: number
}

/** `too_few_people`: an expected count below 5, or fewer than two numbers in a group. */
export type Because = 'too_few_people' | 'one_group' | 'no_variance'
