import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
} from '@tanstack/react-router'
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

/** The pages by their addresses; each comes when it is first opened, or nearly. */
export function createAppRouter() {
  return createRouter({
    routeTree: root.addChildren([
      ...[overview, audiences, newAudience, audience, editAudience],
      ...[people, profile, catalogue, rejects, identity],
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
