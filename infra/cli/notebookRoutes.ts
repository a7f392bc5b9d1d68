/** The notebooks' pages at `/notebooks/`, where `npm run notebooks` has made them: files of a folder, read once, and no other path. */
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { extname, join } from "node:path"
import { Effect } from "effect"
import { HttpRouter, HttpServerResponse } from "effect/http"

export const notebooksFolder = join(import.meta.dirname, "../../notebooks/dist")

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8"
}

/** Scripts and data come from here alone. Notebook Kit puts its style into the page, which the explorer's stricter policy forbids. */
const headers = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "cache-control": "no-cache"
}

export const notebookRoutes = (folder: string) =>
  HttpRouter.use(
    Effect.fn(function* (router) {
      if (!existsSync(folder)) return
      for (const file of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
        const contentType = types[extname(file)]
        if (contentType === undefined) continue
        const answer = Effect.succeed(
          HttpServerResponse.uint8Array(readFileSync(join(folder, file)), { contentType, headers })
        )
        yield* router.add("GET", `/notebooks/${file.replaceAll("\\", "/")}`, answer)
        if (file === "index.html") yield* router.add("GET", "/notebooks/", answer)
      }
    })
  )
