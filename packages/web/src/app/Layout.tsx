import { Link, Outlet, useRouterState } from '@tanstack/react-router'
import {
  Activity,
  BookOpen,
  Fingerprint,
  Inbox,
  LogOut,
  Monitor,
  Moon,
  Sun,
  UserRound,
  UsersRound,
} from 'lucide-react'
import { Suspense, useState } from 'react'
import { credentials } from '../access/credentials.ts'
import { IconButton, Skeleton, Toasts } from '../kit/index.ts'
import { applyTheme, nextTheme, readTheme } from './theme.ts'

const places = [
  { to: '/', text: 'Overview', Icon: Activity },
  { to: '/audiences', text: 'Audiences', Icon: UsersRound },
  { to: '/people', text: 'People', Icon: UserRound },
  { to: '/catalogue', text: 'Catalogue', Icon: BookOpen },
  { to: '/rejects', text: 'Rejects', Icon: Inbox },
  { to: '/identity', text: 'Identity', Icon: Fingerprint },
] as const

export function Layout() {
  const path = useRouterState({ select: ({ location }) => location.pathname })
  return (
    <div className="shell">
      <a className="skip" href="#content">
        Skip to content
      </a>
      <header className="side">
        <Link to="/" className="brand">
          <img src="/favicon.svg" alt="" width={24} height={24} />
          Muster
        </Link>
        <nav aria-label="Main">
          <ul className="places">
            {places.map(({ to, text, Icon }) => (
              <li key={to}>
                <Link to={to} activeOptions={{ exact: to === '/' }} className="place">
                  <Icon size={17} aria-hidden />
                  {text}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
        <div className="side-foot row tight">
          <ThemeButton />
          <IconButton
            label="Sign out"
            onPress={() => {
              credentials.forget()
            }}
          >
            <LogOut size={16} aria-hidden />
          </IconButton>
        </div>
      </header>
      <main id="content" className="content" key={path.split('/')[1]} tabIndex={-1}>
        <Suspense fallback={<Skeleton lines={6} />}>
          <Outlet />
        </Suspense>
      </main>
      <Toasts />
    </div>
  )
}

const themeIcons = { system: Monitor, light: Sun, dark: Moon }
const themeWords = { system: 'as the system has it', light: 'light', dark: 'dark' }

function ThemeButton() {
  const [theme, setTheme] = useState(readTheme)
  const Icon = themeIcons[theme]
  return (
    <IconButton
      label={`Colours: ${themeWords[theme]}. Change`}
      onPress={() => {
        const to = nextTheme(theme)
        applyTheme(to)
        setTheme(to)
      }}
    >
      <Icon size={16} aria-hidden />
    </IconButton>
  )
}
