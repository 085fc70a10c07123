import { Link, Outlet, useRouterState } from '@tanstack/react-router'
import {
  Activity,
  BookOpen,
  ChartSpline,
  Fingerprint,
  FunctionSquare,
  Grid2x2,
  Inbox,
  Monitor,
  Moon,
  Sun,
  UserRound,
  UsersRound,
} from 'lucide-react'
import { Suspense, useEffect, useRef, useState } from 'react'
import { UserMenu } from '../access/UserMenu.tsx'
import { IconButton, Skeleton, Toasts } from '../kit/index.ts'
import { applyTheme, nextTheme, readTheme } from './theme.ts'

const places = [
  { to: '/', text: 'Overview', Icon: Activity },
  { to: '/audiences', text: 'Audiences', Icon: UsersRound },
  { to: '/traits', text: 'Traits', Icon: FunctionSquare },
  { to: '/segments', text: 'Segments', Icon: Grid2x2 },
  { to: '/analysis', text: 'Analysis', Icon: ChartSpline },
  { to: '/people', text: 'People', Icon: UserRound },
  { to: '/catalogue', text: 'Catalogue', Icon: BookOpen },
  { to: '/rejects', text: 'Rejects', Icon: Inbox },
  { to: '/identity', text: 'Identity', Icon: Fingerprint },
] as const

export function Layout() {
  const path = useRouterState({ select: ({ location }) => location.pathname })
  const nav = useRef<HTMLUListElement>(null)
  const section = path.split('/')[1]
  useEffect(() => {
    // Where there is little room the places are scrolled, and one sees at which one is.
    nav.current?.querySelector('.active')?.scrollIntoView({ inline: 'nearest', block: 'nearest' })
  }, [section])
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
          <ul ref={nav} className="places">
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
          <UserMenu />
          <ThemeButton />
        </div>
      </header>
      <main id="content" className="content" key={section} tabIndex={-1}>
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
