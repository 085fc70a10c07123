import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router'
import type {
  BasketSearch,
  MigrationSearch,
  OverlapSearch,
  RetentionSearch,
} from '../analysis/search.ts'
import { EmptyState } from '../kit/index.ts'
import { Layout } from './Layout.tsx'
import { RouteError } from './RouteError.tsx'

const root = createRootRoute({
  component: Layout,
  errorComponent: RouteError,
  notFoundComponent: () => (
    <EmptyState title="There is no such page">
      The address leads nowhere. Take one of the places in the navigation.
    </EmptyState>
  ),
})

const overview = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: lazyRouteComponent(() => import('../overview/OverviewPage.tsx'), 'OverviewPage'),
})
const audiences = createRoute({
  getParentRoute: () => root,
  path: '/audiences',
  component: lazyRouteComponent(() => import('../audiences/LibraryPage.tsx'), 'LibraryPage'),
})
const newAudience = createRoute({
  getParentRoute: () => root,
  path: '/audiences/new',
  component: lazyRouteComponent(() => import('../builder/BuilderPage.tsx'), 'NewAudiencePage'),
})
const audience = createRoute({
  getParentRoute: () => root,
  path: '/audiences/$id',
  component: lazyRouteComponent(() => import('../audiences/AudiencePage.tsx'), 'AudiencePage'),
})
const editAudience = createRoute({
  getParentRoute: () => root,
  path: '/audiences/$id/edit',
  component: lazyRouteComponent(() => import('../builder/BuilderPage.tsx'), 'EditAudiencePage'),
})
const traits = createRoute({
  getParentRoute: () => root,
  path: '/traits',
  component: lazyRouteComponent(() => import('../traits/TraitsPage.tsx'), 'TraitsPage'),
})
const newTrait = createRoute({
  getParentRoute: () => root,
  path: '/traits/new',
  component: lazyRouteComponent(() => import('../traits/TraitBuilderPage.tsx'), 'NewTraitPage'),
})
const trait = createRoute({
  getParentRoute: () => root,
  path: '/traits/$name',
  component: lazyRouteComponent(() => import('../traits/TraitPage.tsx'), 'TraitPage'),
})
const editTrait = createRoute({
  getParentRoute: () => root,
  path: '/traits/$name/edit',
  component: lazyRouteComponent(() => import('../traits/TraitBuilderPage.tsx'), 'EditTraitPage'),
})
const segments = createRoute({
  getParentRoute: () => root,
  path: '/segments',
  component: lazyRouteComponent(() => import('../segments/SegmentsSection.tsx'), 'SegmentsSection'),
})
const segmentsStart = createRoute({
  getParentRoute: () => segments,
  path: '/',
  beforeLoad: () => {
    redirect({ to: '/segments/rfm', throw: true })
  },
})
const rfm = createRoute({
  getParentRoute: () => segments,
  path: 'rfm',
  component: lazyRouteComponent(() => import('../segments/RfmPage.tsx'), 'RfmPage'),
})
const lifecycle = createRoute({
  getParentRoute: () => segments,
  path: 'lifecycle',
  component: lazyRouteComponent(() => import('../segments/LifecyclePage.tsx'), 'LifecyclePage'),
})
const value = createRoute({
  getParentRoute: () => segments,
  path: 'value',
  component: lazyRouteComponent(() => import('../segments/ValuePage.tsx'), 'ValuePage'),
})
const people = createRoute({
  getParentRoute: () => root,
  path: '/people',
  component: lazyRouteComponent(() => import('../people/PeoplePage.tsx'), 'PeoplePage'),
})
const profile = createRoute({
  getParentRoute: () => root,
  path: '/people/$profile',
  component: lazyRouteComponent(() => import('../people/ProfilePage.tsx'), 'ProfilePage'),
})
const catalogue = createRoute({
  getParentRoute: () => root,
  path: '/catalogue',
  component: lazyRouteComponent(() => import('../catalogue/CataloguePage.tsx'), 'CataloguePage'),
})
const rejects = createRoute({
  getParentRoute: () => root,
  path: '/rejects',
  component: lazyRouteComponent(() => import('../rejects/RejectsPage.tsx'), 'RejectsPage'),
})
const identity = createRoute({
  getParentRoute: () => root,
  path: '/identity',
  component: lazyRouteComponent(() => import('../identity/IdentityPage.tsx'), 'IdentityPage'),
})
/** The page reads what stands in its address itself, so that what reads it comes with the page. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- says what the page takes it for
const asIs = <Search,>(raw: Readonly<Record<string, unknown>>) => raw as Search

const analysis = createRoute({
  getParentRoute: () => root,
  path: '/analysis',
  component: lazyRouteComponent(() => import('../analysis/AnalysisSection.tsx'), 'AnalysisSection'),
})
const analysisStart = createRoute({
  getParentRoute: () => analysis,
  path: '/',
  beforeLoad: () => {
    redirect({ to: '/analysis/retention', throw: true })
  },
})
const retention = createRoute({
  getParentRoute: () => analysis,
  path: 'retention',
  validateSearch: asIs<RetentionSearch>,
  component: lazyRouteComponent(() => import('../analysis/RetentionPage.tsx'), 'RetentionPage'),
})
const migration = createRoute({
  getParentRoute: () => analysis,
  path: 'migration',
  validateSearch: asIs<MigrationSearch>,
  component: lazyRouteComponent(() => import('../analysis/MigrationPage.tsx'), 'MigrationPage'),
})
const basket = createRoute({
  getParentRoute: () => analysis,
  path: 'basket',
  validateSearch: asIs<BasketSearch>,
  component: lazyRouteComponent(() => import('../analysis/BasketPage.tsx'), 'BasketPage'),
})
const overlap = createRoute({
  getParentRoute: () => analysis,
  path: 'overlap',
  validateSearch: asIs<OverlapSearch>,
  component: lazyRouteComponent(() => import('../analysis/OverlapPage.tsx'), 'OverlapPage'),
})

const team = createRoute({
  getParentRoute: () => root,
  path: '/team',
  component: lazyRouteComponent(() => import('../access/TeamPage.tsx'), 'TeamPage'),
})
const account = createRoute({
  getParentRoute: () => root,
  path: '/account',
  component: lazyRouteComponent(() => import('../access/AccountPage.tsx'), 'AccountPage'),
})

/** The pages by their addresses; each comes when it is first opened, or nearly. */
export function createAppRouter() {
  return createRouter({
    routeTree: root.addChildren([
      ...[overview, audiences, newAudience, audience, editAudience],
      ...[traits, newTrait, trait, editTrait],
      ...[people, profile, catalogue, rejects, identity],
      ...[team, account],
      segments.addChildren([segmentsStart, rfm, lifecycle, value]),
      analysis.addChildren([analysisStart, retention, migration, basket, overlap]),
    ]),
    defaultPreload: 'intent',
    scrollRestoration: true,
  })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>
  }
}
