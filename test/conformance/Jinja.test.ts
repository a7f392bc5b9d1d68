/**
 * Our Jinja against the real one: `fixtures/jinja2.json` holds templates with what Jinja2 made of them
 * (default settings and the `do` extension, as dbt uses it). Running this needs no Python.
 */
import { readFileSync } from "node:fs"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Result } from "effect"
import { Jinja } from "../../transform/dbt-ts/jinja/Jinja.ts"
import { fromHost } from "../../transform/dbt-ts/jinja/Json.ts"
import { parseTemplate } from "../../transform/dbt-ts/jinja/TemplateParser.ts"

interface Case {
  readonly template: string
  readonly output?: string
  readonly error?: string
}

const fixture = JSON.parse(readFileSync(new URL("fixtures/jinja2.json", import.meta.url), "utf8")) as {
  readonly jinja2: string
  readonly context: Readonly<Record<string, unknown>>
  readonly cases: ReadonlyArray<Case>
}

const render = (template: string) => {
  const jinja = new Jinja()
  const names = Object.entries(fixture.context).map(([name, value]) => [name, fromHost(value)] as const)
  return Effect.suspend(() => {
    try {
      return jinja.render("case", parseTemplate(template), jinja.scope(names))
    } catch (thrown) {
      return Effect.fail(thrown as Error)
    }
  })
}

describe(`Jinja as Jinja2 ${fixture.jinja2} has it`, () => {
  assert.isAbove(fixture.cases.length, 140)
  for (const { template, output, error } of fixture.cases) {
    it.effect(JSON.stringify(template), () =>
      Effect.gen(function* () {
        const result = yield* Effect.result(render(template))
        if (output !== undefined) {
          if (Result.isFailure(result)) assert.fail(result.failure.message)
          assert.strictEqual(result.success, output)
          return
        }
        if (Result.isSuccess(result)) assert.fail(`rendered ${JSON.stringify(result.success)}; Jinja2 says ${error}`)
        // What is undefined is worded as Jinja2 words it: dbt's users search for these sentences.
        const undefinedMessage = /^UndefinedError: (.*)$/s.exec(error ?? "")?.[1]
        if (undefinedMessage !== undefined) assert.strictEqual(result.failure.message, undefinedMessage)
      })
    )
  }
})
