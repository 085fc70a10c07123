/** Light, dark, or as the system has it. Kept in this browser. */
export type Theme = 'system' | 'light' | 'dark'

const NAME = 'muster.theme'
const next = { system: 'light', light: 'dark', dark: 'system' } as const

export function readTheme(): Theme {
  const kept = localStorage.getItem(NAME)
  return kept === 'light' || kept === 'dark' ? kept : 'system'
}

export function applyTheme(theme: Theme): void {
  if (theme === 'system') document.documentElement.removeAttribute('data-theme')
  else document.documentElement.dataset['theme'] = theme
  localStorage.setItem(NAME, theme)
}

export function nextTheme(theme: Theme): Theme {
  return next[theme]
}
