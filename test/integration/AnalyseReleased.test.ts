/** `analyse released` on a release whose reporting paused. */
import { defaultProfile } from "@corridor/disclosure/rules/Profile"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import * as Releases from "../../release/publisher/Releases.ts"
import { createVintage } from "../../release/vintage/Vintages.ts"
import { setCoverage } from "../fixtures/coverageMart.ts"
import { embeddedStores } from "../fixtures/embeddedStores.ts"
import { type RouteRow, setRoutesMart } from "../fixtures/routesMart.ts"
import { analyst, reviewer } from "../fixtures/signatories.ts"
import { choiceOf } from "../releases/releaseSeries.ts"
import { runCli } from "./inProcess.ts"
import { temporaryFolder } from "./TestStack.ts"

const years = [2001, 2002, 2003, 2004, 2005, 2006, 2007, 2008]
const partners = ["p01", "p02", "p03", "p04", "p05"]
const routes = years.map((year): RouteRow => ["UKR", "RUS", year, 240, year === 2005 ? 4 : 5])
const silent = { partner: "p05", from: "2004-07", to: "2006-02" }

describe("analyse released", () => {
  it.live("says when some reporting of routes paused", () =>
    Effect.gen(function* () {
      const folder = yield* temporaryFolder("analyse-released")
      yield* Effect.gen(function* () {
        yield* setRoutesMart(routes)
        yield* setCoverage({ partners, years, silent })
        yield* createVintage()
        const { release } = yield* Releases.createRelease({
          author: analyst("Ada Author"),
          profile: defaultProfile,
          choices: [choiceOf({ table: "flows" })]
        })
        for (const by of ["Bo Reviewer", "Cy Reviewer"])
          yield* Releases.moveRelease({ release, move: "approve", by: reviewer(by) })
      }).pipe(Effect.provide(embeddedStores(folder)))
      const run = (...more: ReadonlyArray<string>) =>
        Effect.promise(() => runCli(["analyse", "released", ...more], { data: folder }))
      const { code, stdout } = yield* run()
      assert.strictEqual(code, 0, stdout)
      assert.include(
        stdout.split("\n"),
        "Some reporting of routes paused from 2004-07 to 2006-02: 5 partners before, then 4, 5 after."
      )
      const { reportingPauses } = JSON.parse((yield* run("--json")).stdout) as { readonly reportingPauses: unknown }
      assert.deepStrictEqual(reportingPauses, [{ from: "2004-07", to: "2006-02", partners: 4, before: 5, after: 5 }])
    }).pipe(Effect.scoped)
  )
})
