import { existsSync, readdirSync, readFileSync } from "node:fs"
import { extname, join } from "node:path"
import { brotliCompressSync, constants } from "node:zlib"
import { acceptedCoding } from "@corridor/page/acceptedCoding"
import { Effect } from "effect"
import { HttpRouter, HttpServerRequest, HttpServerResponse } from "effect/http"
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

/** A file as it is, and compressed. */
interface Page {
  readonly plain: HttpServerResponse.HttpServerResponse
  readonly brotli: HttpServerResponse.HttpServerResponse
}

type Pages = ReadonlyMap<string, Page>

const brotliOf = (bytes: Uint8Array) =>
  brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 6, [constants.BROTLI_PARAM_LGWIN]: 22 }
  })

const readPages = (folder: string): Pages =>
  new Map(
    readdirSync(folder, { recursive: true, encoding: "utf8" }).flatMap((file) => {
      const contentType = types[extname(file)]
      if (contentType === undefined) return []
      const bytes = readFileSync(join(folder, file))
      const page = {
        plain: HttpServerResponse.uint8Array(bytes, { contentType, headers }),
        brotli: HttpServerResponse.uint8Array(brotliOf(bytes), {
          contentType,
          headers: { ...headers, "content-encoding": "br" }
        })
      }
      return [[file.replaceAll("\\", "/"), page] as const]
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

const notFound = HttpServerResponse.text("There is no such notebook. /notebooks/ lists them.", { status: 404, headers })

/** Serves the notebooks of a folder below `/notebooks/`. Files are read at the first request. */
export const notebookRoutes = (folder: string) =>
  HttpRouter.use(
    Effect.fn(function* (router) {
      let pages: Pages = new Map()
      const page = (path: string, isBrotli: boolean) => {
        if (pages.size === 0 && existsSync(join(folder, "index.html"))) pages = readPages(folder)
        if (pages.size === 0) return notBuilt
        return pages.get(path === "" ? "index.html" : path)?.[isBrotli ? "brotli" : "plain"] ?? notFound
      }
      const response = Effect.map(HttpServerRequest.HttpServerRequest, (request) => {
        const { pathname } = new URL(request.url, "http://corridor")
        if (pathname === "/notebooks") return HttpServerResponse.redirect("/notebooks/")
        return page(
          pathname.slice("/notebooks/".length),
          acceptedCoding(request.headers["accept-encoding"], ["br"]) === "br"
        )
      })
      yield* router.add("GET", "/notebooks/*", response)
    })
  )
