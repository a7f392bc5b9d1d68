/**
 * Our Jinja against the real one: `fixtures/jinja` holds templates with what Jinja2 made of them, set up as dbt sets
 * it up (sandbox, `do`, loop controls). Running this needs no Python; `make_expected.py` there wrote the results.
 */
import { readFileSync } from "node:fs"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Result } from "effect"
import { dataFunctions } from "../../src/context/DataFunctions.ts"
import { Jinja } from "../../src/jinja/Jinja.ts"
import { fromHost } from "../../src/jinja/Json.ts"
import { repr } from "../../src/jinja/Print.ts"
import type { TemplateError } from "../../src/jinja/TemplateError.ts"
import { parseTemplate } from "../../src/jinja/TemplateParser.ts"

interface Case {
  readonly template: string
  readonly output?: string
  readonly error?: string
  readonly line?: number
}

const read = <A>(name: string): A =>
  JSON.parse(readFileSync(new URL(`fixtures/jinja/${name}.json`, import.meta.url), "utf8")) as A

const context = read<Readonly<Record<string, unknown>>>("context")
const { jinja2, themes } = read<{
  readonly jinja2: string
  readonly themes: Readonly<Record<string, ReadonlyArray<Case>>>
}>("expected")
const random = read<ReadonlyArray<readonly [string, string | null, string?]>>("random")

const randomCases = random.map(
  ([template, output, error]): Case => (output === null ? { template, error: error as string } : { template, output })
)

/** Deliberate differences, with the reason. */
const apart: Readonly<Record<string, string>> = {
  "{% set l = [[]] * 3 %}{% do l[0].append(1) %}{{ l }}": "Jinja writes constants out, so three lists; Python has one",
  "{{ [3, 1] | random is number }} {{ [5] | random }}": "refused by name",
  "{{ ([] | random) + 1 }}": "refused by name",
  "{{ {'class': 'a', 'id': none, 'x': 5} | xmlattr }} {{ {'a': '<'} | xmlattr(false) }} {{ {} | xmlattr }}|": "refused",
  "{{ 'see https://example.org/x now' | urlize }}": "refused by name",
  "{% macro m(a) %}{{ self is defined }}{{ loop is defined }}{{ a }}{% endmacro %}{% for x in [1] %}{{ m(x) }}{% endfor %}":
    "`self` is for blocks of templates, which are refused",
  "{{ varargs }}|{{ kwargs }}|{{ loop }}|{{ self }}": "the same",
  "{{ (-8) ** 0.5 }}": "no complex numbers",
  "a\nb\n{{ 1 +\n   2 +\n   missing.x }}": "the line of the tag, not one between it and the name",
  "{% block a %}b{% endblock %}": "refused by name",
  "{% autoescape true %}{{ '<' }}{% endautoescape %}": "refused by name",
  "{{ 'abc'.encode() }}": "refused by name: no bytes",
  "{{ ({'k': 1, 'j': [2]}[1:3] not in sql | map('upper') | list) }}": "a slice of a constant inside of what is not one"
}

const jinja = new Jinja()

const render = (theme: string, template: string): Result.Result<string, TemplateError> =>
  Effect.runSync(
    Effect.result(
      Effect.suspend(() => {
        const names = Object.entries(context).map(([name, value]) => [name, fromHost(value)] as const)
        const scope = jinja.scope([...names, ...dataFunctions])
        return theme === "native"
          ? Effect.map(jinja.native("case", template, scope), repr)
          : jinja.render("case", parseTemplate(template), scope)
      }).pipe(Effect.catchDefect((defect) => Effect.fail(defect as TemplateError)))
    )
  )

/** What is wrong with our answer, in one line; undefined where it is right. */
const disagreement = (theme: string, { template, output, error, line }: Case): string | undefined => {
  const ours = render(theme, template)
  const subject = `${JSON.stringify(template)}: `
  if (Result.isFailure(ours)) {
    const { failure } = ours
    if (failure._tag !== "TemplateError") return `${subject}broke: ${String(failure)}`
    if (output !== undefined)
      return `${subject}we fail with ${failure.message}; Jinja2 returns ${JSON.stringify(output)}`
    // What is undefined is worded as Jinja2 words it: dbt's users search for these sentences.
    const words = /^UndefinedError: (.*)$/s.exec(error ?? "")?.[1]
    if (words !== undefined && failure.message !== words)
      return `${subject}we word it ${failure.message}, Jinja2 ${words}`
    return theme === "places" && failure.line !== line
      ? `${subject}we report line ${failure.line}, Jinja2 ${line}`
      : undefined
  }
  if (output === undefined) return `${subject}we return ${JSON.stringify(ours.success)}; Jinja2 fails with ${error}`
  if (ours.success === output) return undefined
  return `${subject}\n  ours   ${JSON.stringify(ours.success)}\n  Jinja2 ${JSON.stringify(output)}`
}

const disagreements = (theme: string, cases: ReadonlyArray<Case>): ReadonlyArray<string> =>
  cases.flatMap((each) => (apart[each.template] === undefined ? (disagreement(theme, each) ?? []) : []))

describe(`Jinja as Jinja2 ${jinja2} has it`, () => {
  it("has enough cases", () => {
    assert.isAbove(Object.values(themes).flat().length, 900)
    assert.isAbove(random.length, 2000)
    // What is apart is so on purpose: where we do agree the list has grown old.
    const all = [...Object.entries(themes), ["random", randomCases] as const].flatMap(([theme, cases]) =>
      cases.map((each) => [theme, each] as const)
    )
    for (const [theme, each] of all) {
      if (apart[each.template] !== undefined) assert.isDefined(disagreement(theme, each), each.template)
    }
  })
  for (const [theme, cases] of Object.entries(themes)) {
    it(`${theme}: ${cases.length} templates`, () => {
      assert.strictEqual(disagreements(theme, cases).join("\n"), "")
    })
  }
  it(`random: ${random.length} expressions`, () => {
    assert.strictEqual(disagreements("random", randomCases).join("\n"), "")
  })
})
