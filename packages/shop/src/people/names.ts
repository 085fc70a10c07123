/** Given names by how people say they are; family names; and what they care about. Invented combinations, nobody in particular. */
export const GIVEN_NAMES = {
  female: [
    'Anna',
    'Clara',
    'Emma',
    'Fatima',
    'Hannah',
    'Ines',
    'Julia',
    'Lea',
    'Maria',
    'Mei',
    'Nina',
    'Olivia',
    'Priya',
    'Sofia',
    'Zoe',
    'Chloé',
  ],
  male: [
    'Adam',
    'Ben',
    'Carlos',
    'David',
    'Elias',
    'Felix',
    'Hugo',
    'Jakob',
    'Kenji',
    'Leon',
    'Mateo',
    'Noah',
    'Omar',
    'Paul',
    'Samuel',
    'Thomas',
  ],
  diverse: ['Alex', 'Charlie', 'Kim', 'Robin', 'Sam', 'Sascha'],
} as const

export type Gender = keyof typeof GIVEN_NAMES

export const FAMILY_NAMES = [
  'Bauer',
  'Becker',
  'Bennett',
  'Bernard',
  'Carter',
  'Chen',
  'Dubois',
  'Fischer',
  'Garcia',
  'Haas',
  'Hansen',
  'Hughes',
  'Jansen',
  'Johnson',
  'Keller',
  'Khan',
  'Kowalski',
  'Lambert',
  'Lopez',
  'Martin',
  'Meyer',
  'Miller',
  'Moreau',
  'Müller',
  'Nguyen',
  'Novak',
  'Okafor',
  'Patel',
  'Petit',
  'Rossi',
  'Schmidt',
  'Schneider',
  'Silva',
  'Smith',
  'Taylor',
  'Thompson',
  'Visser',
  'Wagner',
  'Walker',
  'Weber',
  'Wilson',
  'Wood',
  'Yılmaz',
  'Zimmermann',
] as const

export const INTERESTS = [
  'hiking',
  'running',
  'cooking',
  'coffee',
  'gardening',
  'reading',
  'music',
  'yoga',
  'travel',
  'cycling',
  'crafts',
  'photography',
  'family',
  'sustainability',
] as const
export const VALUES = ['quality', 'price', 'sustainability', 'novelty', 'convenience'] as const
export const EDUCATION = ['school', 'vocational', 'bachelor', 'master', 'doctorate'] as const
export const OCCUPATIONS = [
  'employee',
  'self-employed',
  'student',
  'retired',
  'civil servant',
  'at home',
] as const
export const INCOME_BANDS = [
  'under 25k',
  '25k-40k',
  '40k-60k',
  '60k-90k',
  '90k-140k',
  'over 140k',
] as const

/** Domains that are reserved for examples (RFC 2606), so that no letter ever reaches anybody. */
export const MAIL_DOMAINS = [
  'example.com',
  'example.org',
  'example.net',
  'mail.example',
  'post.example',
  'inbox.example',
] as const

/** The letters that an address keeps: `Müller` writes from `muller`. */
export function asAddressPart(name: string): string {
  return name
    .toLowerCase()
    .replace('ı', 'i')
    .normalize('NFD')
    .replace(/[^a-z]/g, '')
}
