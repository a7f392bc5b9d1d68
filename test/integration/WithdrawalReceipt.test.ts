import { randomBytes } from "node:crypto"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { servePage } from "../../infra/cli/ServePage.ts"
import { migrate } from "../../infra/migrations/Migrate.ts"
import { freePort } from "../../infra/process/FreePort.ts"
import { receiptCode, receiptHash } from "../../release/published/withdrawalReceipt.ts"
import { releaseDemonstration } from "../../release/publisher/demonstrationRelease.ts"
import { storeReceipt } from "../../release/publisher/storeReceipt.ts"
import { languages } from "../../schemas/Languages.ts"
import { receiptWords } from "../../site/explorer/words/receiptPage.ts"
import { embeddedStores } from "../fixtures/embeddedStores.ts"
import { setRoutesMart } from "../fixtures/routesMart.ts"
import { temporaryFolder } from "./TestStack.ts"

const path = "/receipts/withdrawal"
const newCode = () => receiptCode(randomBytes(20))

describe("the receipt of a withdrawal", () => {
  it.live("is shown to anyone who has the code", () =>
    Effect.gen(function* () {
      const folder = yield* temporaryFolder("withdrawal-receipt")
      yield* Effect.gen(function* () {
        yield* migrate()
        yield* setRoutesMart([["UKR", "RUS", 2004, 60, 5]], 1)
        assert.isTrue(yield* releaseDemonstration())
        const [code, early, returned] = [newCode(), newCode(), newCode()]
        assert.notStrictEqual(code, early)
        const withdrawnAt = "2026-11-28T21:04:05.678Z"
        yield* storeReceipt({ hash: receiptHash(code), withdrawnAt, lastVintage: 1 })
        yield* storeReceipt({ hash: receiptHash(early), withdrawnAt, lastVintage: 0 })
        yield* storeReceipt({ hash: receiptHash(returned), withdrawnAt, lastVintage: 0 })
        yield* storeReceipt({ hash: receiptHash(returned), withdrawnAt, lastVintage: 0, laterVintages: [1, 2] })
        const port = yield* freePort(0)
        yield* servePage(port)
        yield* Effect.promise(async () => {
          const address = `http://127.0.0.1:${port}${path}`
          const asJson = (given: string) =>
            fetch(address, {
              method: "POST",
              headers: { "content-type": "application/json" },
              body: JSON.stringify({ code: given })
            })
          const asForm = (given: string, query = "") =>
            fetch(`${address}${query}`, { method: "POST", body: new URLSearchParams({ code: given }) })

          const form = await fetch(address)
          assert.strictEqual(form.status, 200)
          assert.match(await form.text(), /<form method="post"/)
          assert.match(form.headers.get("content-security-policy") ?? "", /form-action 'self'/)

          const found = await asJson(code)
          assert.strictEqual(found.status, 200)
          assert.strictEqual(found.headers.get("cache-control"), "no-store")
          const shown = (await found.json()) as {
            readonly tookEffect: string
            readonly releasesBefore: ReadonlyArray<{ readonly release: number }>
            readonly releasesLater: ReadonlyArray<{ readonly release: number }>
          }
          assert.deepInclude(shown, { tookEffect: "2026-11-28" })
          assert.deepStrictEqual(Object.keys(shown).toSorted(), ["releasesBefore", "releasesLater", "tookEffect"])
          assert.deepStrictEqual(
            shown.releasesBefore.map(({ release }) => release),
            [1]
          )
          const none = (await (await asJson(early)).json()) as typeof shown
          assert.deepStrictEqual([none.releasesBefore, none.releasesLater], [[], []])

          // Records came back, and a later release may count them.
          const again = (await (await asJson(returned)).json()) as typeof shown
          assert.deepStrictEqual([again.releasesBefore, again.releasesLater.map(({ release }) => release)], [[], [1]])
          for (const language of languages) {
            const [text, usual] = await Promise.all(
              [returned, code].map(async (one) => (await asForm(one, `?lang=${language}`)).text())
            )
            const { later, others, after } = receiptWords[language]
            for (const words of [later, others])
              assert.deepStrictEqual(
                [text, usual].map((page) => page?.includes(words)),
                [true, false]
              )
            assert.notInclude(text, after)
          }

          // As somebody types it, in each language, and never shown again.
          const days = { en: "Nov 28, 2026", ro: "28 nov. 2026", ru: "28 нояб. 2026 г.", uk: "28 лист. 2026 р." }
          for (const [language, day] of Object.entries(days)) {
            const page = await asForm(code.replaceAll("-", " ").toLowerCase(), `?lang=${language}`)
            assert.strictEqual(page.status, 200)
            const text = await page.text()
            assert.include(text.replaceAll("\u00a0", " "), day)
            assert.notInclude(text.toUpperCase(), code.slice(0, 9))
          }

          const unknown = await asJson(newCode())
          assert.strictEqual(unknown.status, 404)
          const body = await unknown.text()
          // A malformed one gets the same answer as an unknown one, and nothing that is sent comes back.
          for (const bad of ["CANARY", "'", "x".repeat(2000), ""]) {
            const answer = await asJson(bad)
            assert.strictEqual(answer.status, 404)
            assert.strictEqual(await answer.text(), body)
          }
          const page = await asForm("<b>CANARY</b>")
          assert.strictEqual(page.status, 404)
          assert.notInclude(await page.text(), "CANARY")
          assert.strictEqual((await fetch(`${address}?code=${code}`)).status, 200)
          assert.notInclude(await (await fetch(`${address}?code=${code}`)).text(), "2026")

          const many = await Promise.all(Array.from({ length: 150 }, () => asJson(newCode())))
          assert.isTrue(many.some(({ status }) => status === 429))
          // A person who mistypes meanwhile reads why in their language.
          for (const language of languages) {
            let late = await asForm(newCode(), `?lang=${language}`)
            // A new minute may have begun.
            while (late.status === 404) late = await asForm(newCode(), `?lang=${language}`)
            assert.deepStrictEqual([late.status, late.headers.get("retry-after")], [429, "60"])
            assert.include(await late.text(), receiptWords[language].tooMany)
          }
          assert.strictEqual((await asJson(code)).status, 200)
        })
      }).pipe(Effect.provide(embeddedStores(folder)))
    }).pipe(Effect.scoped)
  )
})
