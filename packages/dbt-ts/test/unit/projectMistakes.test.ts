/** A mistake of a project is reported with its file, before the first query. */
import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, layer } from "@effect/vitest"
import { Effect } from "effect"
import { afterAll } from "vitest"
import { mistakes } from "./project/mistakes.ts"
import { refusals } from "./project/refusals.ts"
import { makeProjects } from "./project/WrittenProject.ts"

const projects = makeProjects()
afterAll(projects.remove)

layer(NodeServices.layer)("a project with a mistake", (it) => {
  for (const { what, files, message } of [...mistakes, ...refusals]) {
    it.effect(`is refused: ${what}`, () =>
      Effect.gen(function* () {
        const error = yield* Effect.flip(projects.parse(files))
        assert.strictEqual(error._tag, "ProjectError")
        assert.match(error.message, message)
      })
    )
  }
})
