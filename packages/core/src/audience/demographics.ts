import type { Condition, Definition } from './definition.ts'

/** Who somebody is and where, in the spellings that are met; compared without case, `_` and `-`. */
const demographicTraits: ReadonlySet<string> = new Set([
  ...['age', 'agegroup', 'birthday', 'birthdate', 'dateofbirth', 'birthyear', 'generation'],
  ...['gender', 'sex', 'maritalstatus', 'household', 'householdsize', 'children', 'nationality'],
  ...[
    'income',
    'incomegroup',
    'householdincome',
    'education',
    'occupation',
    'profession',
    'jobtitle',
  ],
  ...[
    'country',
    'countrycode',
    'region',
    'state',
    'province',
    'county',
    'city',
    'postalcode',
    'zip',
  ],
  ...['zipcode', 'postcode', 'location', 'address', 'language', 'locale', 'timezone', 'ethnicity'],
])

/** Whether nothing but demographic traits decides; everyone and a random share decide nothing about people. */
export function isDemographicsOnly(definition: Definition): boolean {
  const leaves = [...leavesOf(definition)]
  const telling = leaves.filter((leaf) => !('everyone' in leaf) && !('share' in leaf))
  return telling.length > 0 && telling.every(isDemographic)
}

function* leavesOf(condition: Condition): Generator<Condition> {
  if ('all' in condition) for (const member of condition.all) yield* leavesOf(member)
  else if ('any' in condition) for (const member of condition.any) yield* leavesOf(member)
  else if ('not' in condition) yield* leavesOf(condition.not)
  else yield condition
}

/** The first key tells for `address.city`, the last for `customer.age`. A change of a trait is behaviour. */
function isDemographic(condition: Condition): boolean {
  if (!('trait' in condition) || 'changed' in condition) return false
  const keys = condition.trait.split('.')
  return [keys.at(0), keys.at(-1)].some((key) => {
    const plain = key?.toLowerCase().replace(/[^\p{Letter}]/gu, '')
    return plain !== undefined && demographicTraits.has(plain)
  })
}
