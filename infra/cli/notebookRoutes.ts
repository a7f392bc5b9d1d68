import { existsSync, readdirSync, readFileSync } from "node:fs"
import { extname, join } from "node:path"
import { type Encoded, encodedBody, keepEncoded } from "@corridor/page/contentCoding"
import { Effect } from "effect"
import { HttpRouter, HttpServerError, HttpServerRequest, HttpServerResponse } from "effect/http"
import { dictionaryJsonPath } from "../../site/metadata/EditionDescription.ts"

export const notebooksFolder = join(import.meta.dirname, "../../notebooks/dist")

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8"
}

/** Allows scripts and data of this server only. Inline styles are allowed, because Notebook Kit puts its style into the page. */
const headers = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "cache-control": "no-cache",
  link: `<${dictionaryJsonPath}>; rel="describedby"; type="application/json"`,
  vary: "accept-encoding"
}

interface Page {
  readonly contentType: string
  readonly encoded: Encoded
}

type Pages = ReadonlyMap<string, Page>

const readPages = (folder: string): Pages =>
  new Map(
    readdirSync(folder, { recursive: true, encoding: "utf8" }).flatMap((file) => {
      const contentType = types[extname(file)]
      if (contentType === undefined) return []
      return [[file.replaceAll("\\", "/"), { contentType, encoded: keepEncoded(readFileSync(join(folder, file)), 6) }]]
    })
  )

/** The page while the notebooks are being built. It reloads itself. */
const notBuilt = HttpServerResponse.text(
  `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="refresh" content="5">
<title>Corridor: notebooks</title>
<main>
<h1>The notebooks are not built yet</h1>
<p>The first <code>npm start</code> builds them in the background, within about ten seconds. This page reloads itself.
If it does not change, run <code>npm run notebooks</code>. <a href="/">The published statistics</a> are already available.</p>
</main>
</html>
`,
  { status: 503, contentType: "text/html; charset=utf-8", headers: { ...headers, "retry-after": "5" } }
)

/** Serves the notebooks of a folder below `/notebooks/`. Files are read at the first request. */
export const notebookRoutes = (folder: string) =>
  HttpRouter.use(
    Effect.fn(function* (router) {
      let pages: Pages = new Map()
      const page = Effect.fn("notebooks.page")(function* (path: string, request: HttpServerRequest.HttpServerRequest) {
        if (pages.size === 0 && existsSync(join(folder, "index.html"))) pages = readPages(folder)
        if (pages.size === 0) return notBuilt
        const found = pages.get(path === "" ? "index.html" : path)
        if (found === undefined)
          return yield* new HttpServerError.HttpServerError({ reason: new HttpServerError.RouteNotFound({ request }) })
        const body = yield* encodedBody(request.headers["accept-encoding"], found.encoded)
        return HttpServerResponse.uint8Array(body.bytes, {
          contentType: found.contentType,
          headers: { ...headers, ...body.headers }
        })
      })
      const response = Effect.gen(function* () {
        const request = yield* HttpServerRequest.HttpServerRequest
        const { pathname } = new URL(request.url, "http://corridor")
        if (pathname === "/notebooks") return HttpServerResponse.redirect("/notebooks/")
        return yield* page(pathname.slice("/notebooks/".length), request)
      })
      yield* router.add("GET", "/notebooks/*", response)
    })
  )
