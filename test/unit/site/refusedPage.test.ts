/** A reader gets a page in their language where a program gets a refusal, with the same status. */
import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { HttpServerRequest, HttpServerResponse } from "effect/http"
import { languages } from "../../../schemas/Languages.ts"
import { explorerBundle } from "../../../site/explorer/server/ExplorerBundle.ts"
import { asRefusedPage } from "../../../site/explorer/server/refusedPage.ts"
import { databaseDown } from "../../../site/explorer/server/responses.ts"
import { refusedWords } from "../../../site/explorer/words/refusedPage.ts"

const browser = "text/html,application/xhtml+xml,*/*;q=0.8"

const shown = Effect.fn(function* (
  path: string,
  response: HttpServerResponse.HttpServerResponse,
  { accept = browser, method = "GET" } = {}
) {
  const asPage = asRefusedPage(yield* explorerBundle)
  const request = HttpServerRequest.fromWeb(new Request("http://corridor/", { method, headers: { accept } })).modify({
    url: path
  })
  const { status, headers, text } = yield* Effect.map(asPage(request, response), (answer) => {
    const web = HttpServerResponse.toWeb(answer)
    return { status: web.status, headers: web.headers, text: Effect.promise(() => web.text()) }
  })
  return { status, type: headers.get("content-type"), after: headers.get("retry-after"), text: yield* text, headers }
})

const refusals = [
  ["invalid", HttpServerResponse.text("QQQ", { status: 400 })],
  ["tooLarge", HttpServerResponse.empty({ status: 413 })],
  ["tooMany", HttpServerResponse.jsonUnsafe({ status: 429 }, { status: 429, headers: { "retry-after": "7" } })],
  ["failed", HttpServerResponse.empty({ status: 500 })],
  ["failed", databaseDown()]
] as const

it.effect("every refusal is a page in the reader's language, with the overview", () =>
  Effect.gen(function* () {
    for (const language of languages)
      for (const [kind, response] of refusals)
        for (const method of ["GET", "POST"]) {
          const page = yield* shown(`/country/QQQ?lang=${language}&origin=QQQ`, response, { method })
          assert.deepStrictEqual([page.status, page.type], [response.status, "text/html; charset=utf-8"])
          for (const part of [
            ...refusedWords[language][kind],
            `<html lang="${language}">`,
            `href="/?lang=${language}"`
          ])
            assert.include(page.text, part)
          assert.notInclude(page.text, "QQQ")
          assert.strictEqual(page.after, response.headers["retry-after"] ?? null)
          assert.strictEqual(page.headers.get("cache-control"), "no-store")
          assert.include(page.headers.get("content-security-policy"), "default-src 'none'")
        }
  })
)

it.effect("an address that cannot be read is refused like any other", () =>
  Effect.gen(function* () {
    for (const path of ["//", "///", "//[", "/\\", "/%zz", "/%00", "//?lang=ru", "http://[", ""])
      assert.strictEqual((yield* shown(path, databaseDown())).status, 503, path)
  })
)

it.effect("programs, frames of other sites and what is a page already keep their response", () =>
  Effect.gen(function* () {
    const busy = HttpServerResponse.text("busy", { status: 503 })
    for (const path of ["/v1/flows", "/openapi.json", "/portal/api/uploads", "/embed?view=map"])
      assert.strictEqual((yield* shown(path, busy)).text, "busy", path)
    assert.strictEqual((yield* shown("/", busy, { accept: "*/*" })).text, "busy")
    const page = HttpServerResponse.text("own", { status: 429, contentType: "text/html; charset=utf-8" })
    assert.strictEqual((yield* shown("/receipts/withdrawal", page)).text, "own")
    for (const status of [200, 404, 405, 421])
      assert.strictEqual((yield* shown("/", HttpServerResponse.text("own", { status }))).text, "own", `${status}`)
  })
)
