import { readFileSync } from "node:fs"
import { type Asset, asset } from "@corridor/page/Asset"
import { bundle } from "@corridor/page/bundle"
import { dark, light, paletteCss } from "@corridor/page/palette"
import { Effect } from "effect"
import { browserModules } from "../../../schemas/BrowserModules.ts"
import type { Language } from "../../../schemas/Languages.ts"
import { appIcons, appManifests } from "./appManifest.ts"

export interface Bundle {
  readonly script: Asset
  readonly style: Asset
  readonly maps: Readonly<Record<"world" | "points", Asset>>
  readonly icons: Readonly<Record<"small" | "large", Asset>>
  readonly manifests: Readonly<Record<Language, Asset>>
}

/** Returns the address of a file of the portal. */
export const assetAddress = ({ name }: Asset): `/portal/assets/${string}` => `/portal/assets/${name}`

const pageFile = (file: string) => bundle(new URL(`../page/${file}`, import.meta.url), browserModules)

const map = (name: string, file: string) =>
  asset(name, "json", "application/json", readFileSync(new URL(`../../../schemas/map/${file}`, import.meta.url)))

/** The colours of the portal's pages, light and dark. */
export const portalColours = paletteCss({ ...light, "act-ink": "#ffffff" }, { ...dark, "act-ink": "#05121c" })

const make = Effect.fn("PortalBundle.make")(function* () {
  const [script, style] = yield* Effect.all([pageFile("main.ts"), pageFile("portal.css")])
  const icons = appIcons()
  return {
    script: asset("portal", "js", "text/javascript; charset=utf-8", script),
    style: asset("portal", "css", "text/css; charset=utf-8", Buffer.concat([Buffer.from(portalColours), style])),
    maps: { world: map("world", "world.topo.json"), points: map("points", "points.json") },
    icons,
    manifests: appManifests({ small: assetAddress(icons.small), large: assetAddress(icons.large) })
  } satisfies Bundle
})

/** The portal's files. The first server of a process bundles them: that takes a second of a processor. */
export const portalBundle = Effect.runSync(Effect.cached(make()))
