import { hash } from "node:crypto"
import { bundle } from "@corridor/page/bundle"
import { Effect } from "effect"
import { type HttpRouter, HttpServerResponse } from "effect/http"
import { languages } from "../../../schemas/Languages.ts"
import { assetAddress, type Bundle } from "./PortalBundle.ts"
import { shellPage } from "./shellPage.ts"

const worker = (name: string) => new URL(`../worker/${name}`, import.meta.url)

/** Returns the service worker's script. It differs whenever a file of the shell does, so that browsers fetch the new shell. */
const workerScript = (files: Bundle) => {
  const { script, style, maps } = files
  const pages = languages.map((language) => shellPage(language, files))
  const shell = {
    files: [script, style, maps.world, maps.points].map(assetAddress),
    version: hash("sha256", pages.join("\n")).slice(0, 16)
  }
  const source = () => `export const shell = ${JSON.stringify(shell)}\n`
  return bundle(worker("serviceWorker.ts"), [{ module: worker("shell.ts"), source }])
}

/** Serves the service worker, which may control `/portal` itself. */
export const addWorkerRoute = Effect.fn("workerRoute.add")(function* (router: HttpRouter.HttpRouter, files: Bundle) {
  const script = yield* workerScript(files)
  yield* router.add(
    "GET",
    "/portal/worker.js",
    HttpServerResponse.uint8Array(script, {
      contentType: "text/javascript; charset=utf-8",
      headers: { "cache-control": "no-cache", "service-worker-allowed": "/portal" }
    })
  )
})
