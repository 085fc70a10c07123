import { cors } from 'hono/cors'

/** Messages come from pages of any origin: a write key may stand in public. No other route is open to other origins. */
export const openToBrowsers = cors({
  origin: '*',
  allowMethods: ['POST'],
  allowHeaders: ['authorization', 'content-type', 'content-encoding'],
  maxAge: 86_400,
})
