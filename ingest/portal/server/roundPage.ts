/** Builds the page with which a partner takes part in linkage rounds: one HTML file, for the parties that it names. */
import { type BundleFormat, bundle } from "@corridor/page/bundle"
import { singleFile } from "@corridor/page/singleFile"
import { Effect } from "effect"
import { browserModules } from "../../../schemas/BrowserModules.ts"
import { portalColours } from "./PortalBundle.ts"

/** The linker or a key holder, and where it is. */
export interface Party {
  readonly name: string
  readonly address: string
}

const here = (name: string, format?: BundleFormat) => bundle(new URL(name, import.meta.url), browserModules, format)

/** Returns the page as text. It can connect to the parties and to nothing else, whatever its script does. */
export const roundPage = Effect.fn("roundPage")(function* (parties: ReadonlyArray<Party>) {
  const [script, worker, style] = yield* Effect.all([
    here("../../linkage/page/main.ts"),
    here("../../linkage/page/roundWorker.ts", "script"),
    here("../page/portal.css")
  ])
  const text = (part: Uint8Array) => Buffer.from(part).toString("utf8")
  return singleFile({
    title: "Corridor",
    body: '<div id="round"></div>',
    script: text(script),
    style: `${portalColours}${text(style)}`,
    data: [
      { id: "parties", type: "application/json", text: JSON.stringify(parties) },
      { id: "worker", type: "text/plain", text: text(worker) }
    ],
    policy: {
      "script-src": ["'wasm-unsafe-eval'"],
      "worker-src": ["blob:"],
      "connect-src": [...new Set(parties.map(({ address }) => new URL(address).origin))]
    }
  })
})
