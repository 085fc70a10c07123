import type { Visit } from '../behaviour/visits.ts'
import type { ConsentDecision } from '../people/consent.ts'
import { EMPTY_ADVERTISING_ID, isApp } from '../people/devices.ts'
import { consentOn } from '../people/life.ts'
import { homeOn } from '../people/people.ts'
import type { Person } from '../people/people.ts'
import type { JsonObject } from '../wire/message.ts'

const WEB_LIBRARY = { name: 'analytics.js', version: '2.11.1' }
const APP_LIBRARY = { name: 'analytics-mobile', version: '4.1.8' }

/** What every message of a visit carries: the device, the place, the consent, the campaign that led here. */
export function visitContext(person: Person, visit: Visit): JsonObject {
  const { device, day } = visit
  const { place } = homeOn(person, day)
  const consent = consentOn(person.life, day)
  return {
    library: isApp(device) ? APP_LIBRARY : WEB_LIBRARY,
    userAgent: device.userAgent,
    os: device.os,
    locale: place.locale,
    timezone: place.zone,
    ...(device.advertisingId !== undefined && {
      app: { name: 'Shop', version: '5.2.0' },
      device: appDevice(device.kind, device.model, device.advertisingId, consent),
    }),
    ...consentContext(consent),
    ...(visit.campaign !== undefined && {
      campaign: { name: visit.campaign, source: 'newsletter', medium: 'email' },
    }),
  }
}

/** Tracking is off for those who refused advertising, and the system then hides the id. */
function appDevice(
  type: string,
  model: string,
  advertisingId: string,
  consent: ConsentDecision | undefined,
): JsonObject {
  const refused = consent?.Advertising === false
  return {
    type,
    model,
    adTrackingEnabled: !refused,
    advertisingId: refused ? EMPTY_ADVERTISING_ID : advertisingId,
  }
}

export function consentContext(consent: ConsentDecision | undefined): JsonObject {
  return consent === undefined ? {} : { consent: { categoryPreferences: consent } }
}

/** Of messages that no device sends: CRM, email tool, help desk, back office. */
export function systemContext(system: string): JsonObject {
  return { library: { name: system, version: '1' } }
}
