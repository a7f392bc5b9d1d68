/** The page's script, style and map, made when the server starts; each under a name with the hash of its content. */
import { readFileSync } from "node:fs"
import { type Asset, asset } from "@corridor/page/Asset"
import { bundle } from "@corridor/page/bundle"
import { Effect } from "effect"
import { browserModules } from "../../../schemas/BrowserModules.ts"

export interface Bundle {
  readonly script: Asset
  readonly style: Asset
  readonly maps: Readonly<Record<"world" | "points", Asset>>
}

const built = (entry: string) => bundle(new URL(`../page/${entry}`, import.meta.url), browserModules)

const map = (name: string) =>
  asset(
    name.replace(/\..*$/, ""),
    "json",
    "application/json",
    readFileSync(new URL(`../../../schemas/map/${name}`, import.meta.url))
  )

/** Makes everything that the page is of. Takes half a second. */
export const makeBundle = Effect.fn("PortalBundle.make")(function* () {
  const [script, style] = yield* Effect.all([built("main.ts"), built("portal.css")])
  return {
    script: asset("portal", "js", "text/javascript; charset=utf-8", script),
    style: asset("portal", "css", "text/css; charset=utf-8", style),
    maps: { world: map("world.topo.json"), points: map("points.json") }
  } satisfies Bundle
})
