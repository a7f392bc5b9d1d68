import { Effect, Layer } from "effect"
import { SiteFacts } from "../../site/metadata/SiteFacts.ts"
import { settings } from "../settings/Settings.ts"
import { publicAddress } from "./accessLayer.ts"

/** Returns what the settings say of the site, served on a local port. */
export const siteFactsLayer = (port: number) =>
  Layer.effect(
    SiteFacts,
    Effect.gen(function* () {
      const { publisher, licence, identifierPrefix, namedPartners, embedAllowed } = yield* settings
      return {
        address: yield* publicAddress(port),
        publisher,
        licence: licence.href,
        identifierPrefix: identifierPrefix?.href,
        contributors: namedPartners,
        embedAllowed
      }
    })
  )
