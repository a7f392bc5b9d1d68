/**
 * Builds the offline check, one HTML file that needs no network and no account, and can connect to nothing.
 *
 *     npm run offline-check -- [FILE]    by default .corridor/corridor-check.html
 */

import { mkdirSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { bundle } from "@corridor/page/bundle"
import { singleFile } from "@corridor/page/singleFile"
import { Effect } from "effect"
import { scriptArguments } from "../../../packages/scriptArguments.ts"
import { browserModules } from "../../../schemas/BrowserModules.ts"
import { portalColours } from "./PortalBundle.ts"

/** Returns the page as text. */
const offlinePage = Effect.fn("offlinePage")(function* () {
  const file = (name: string) => bundle(new URL(`../page/${name}`, import.meta.url), browserModules)
  const [script, style] = yield* Effect.all([file("offline.ts"), file("portal.css")])
  const text = (part: Uint8Array) => Buffer.from(part).toString("utf8")
  return singleFile({
    title: "Corridor",
    body: '<div id="portal"></div>',
    script: text(script),
    style: `${portalColours}${text(style)}`
  })
})

if (import.meta.main) {
  const { positionals } = scriptArguments(import.meta.filename, { allowPositionals: true })
  const file = positionals[0] ?? join(import.meta.dirname, "../../../.corridor/corridor-check.html")
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, await Effect.runPromise(offlinePage()))
  console.error(`Wrote ${file}.`)
}
