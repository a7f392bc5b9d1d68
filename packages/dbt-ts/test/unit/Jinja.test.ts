/** What `packages/dbt-ts/test/conformance/Jinja.test.ts` cannot ask of real Jinja2: waiting, confinement, lenience, places of errors. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { Jinja } from "../../src/jinja/Jinja.ts"
import { parseTemplate } from "../../src/jinja/TemplateParser.ts"
import { HostFunction, plainFunction, type Value } from "../../src/jinja/Value.ts"

const render = (template: string, names: ReadonlyArray<readonly [string, Value]> = [], lenient = false) => {
  const jinja = new Jinja({ lenient })
  return Effect.suspend(() => jinja.render("case.sql", parseTemplate(template), jinja.scope(names)))
}

const slow = new HostFunction("slow", function* (args) {
  yield* Effect.sleep("1 millis")
  return `<${String(args[0])}>`
})

describe("Jinja", () => {
  it.live("waits for functions that wait, in loops, macros, conditions and defaults", () =>
    Effect.gen(function* () {
      const template =
        "{% macro m(a, b=slow('d')) %}{{ slow(a) }}{{ b }}{% endmacro %}" +
        "{% for x in [1, 2] if slow(x) %}{{ m(x) }}{% endfor %}{{ 'y' if slow(0) else 'n' }}"
      assert.strictEqual(yield* render(template, [["slow", slow]]), "<1><d><2><d>y")
    })
  )

  it.live("can be interrupted while it waits", () =>
    Effect.gen(function* () {
      const forever = new HostFunction("forever", function* () {
        yield* Effect.never
        return ""
      })
      const result = yield* render("{{ forever() }}", [["forever", forever]]).pipe(Effect.timeoutOption("20 millis"))
      assert.strictEqual(result._tag, "None")
    })
  )

  it.effect("reaches nothing of the host", () =>
    Effect.gen(function* () {
      for (const name of ["process", "require", "globalThis", "import", "Function", "console", "fetch"]) {
        assert.strictEqual(yield* render(`{{ ${name} is defined }}`), "False", name)
      }
      const f = plainFunction("f", () => "")
      for (const name of ["constructor", "__proto__", "prototype", "call", "body", "apply", "bind", "toString"]) {
        assert.strictEqual(
          yield* render(
            `{{ f.${name} is defined }}{{ f['${name}'] is defined }}{{ 'a'.${name} is defined }}{{ {}.${name} is defined }}`,
            [["f", f]]
          ),
          "FalseFalseFalseFalse",
          name
        )
      }
    })
  )

  it.effect("refuses what would fill the memory", () =>
    Effect.gen(function* () {
      for (const template of [
        "{{ 'a' * 1000000000 }}",
        "{{ 9 ** 9999999 }}",
        "{% for i in range(10 ** 9) %}{% endfor %}"
      ]) {
        assert.match((yield* Effect.flip(render(template))).message, /too big|too long|too large/)
      }
    })
  )

  it.effect("ends endless recursion with an error", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(render("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}"))
      assert.match(error.message, /recursion/)
    })
  )

  it.effect("ends with an error, whatever a template repeats, nests or grows", () =>
    Effect.gen(function* () {
      const cases: Readonly<Record<string, RegExp>> = {
        "{% set l = [] %}{% do l.append(l) %}{{ l | tojson }}": /recursion/,
        "{% macro a() %}{{ b() }}{% endmacro %}{% macro b() %}{{ a() }}{% endmacro %}{{ a() }}": /recursion/,
        "{% set ns = namespace(s='a') %}{% for i in range(60) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}": /too long/,
        "{% set ns = namespace(n=2) %}{% for i in range(40) %}{% set ns.n = ns.n * ns.n %}{% endfor %}": /too large/,
        "{{ 'x'.center(1000000000) }}": /too long/,
        "{{ '%1000000000d' % 5 }}": /too long/
      }
      for (const [template, message] of Object.entries(cases)) {
        assert.match((yield* Effect.flip(render(template))).message, message, template)
      }
      for (const deep of [`{{ ${"(".repeat(50_000)}1${")".repeat(50_000)} }}`, "{% if true %}".repeat(5000)]) {
        assert.throws(() => parseTemplate(deep), /recursion|end of template/)
      }
    })
  )

  it.effect("hides macros of a template's own file, as dbt does", () =>
    Effect.gen(function* () {
      const jinja = new Jinja({ hidesOwnMacros: true })
      const template = parseTemplate("{% macro m() %}x{% endmacro %}{{ m is defined }}")
      assert.strictEqual(yield* jinja.render("case.sql", template, jinja.scope([])), "False")
    })
  )

  it.effect("takes undefined names for errors inside of macros even while a project is parsed", () =>
    Effect.gen(function* () {
      const jinja = new Jinja({ lenient: true })
      const scope = jinja.scope([])
      for (const macro of jinja.macros(parseTemplate("{% macro m() %}{{ a.b }}{% endmacro %}"), scope)) {
        scope.set(macro.body.name, macro)
      }
      const error = yield* Effect.flip(jinja.render("case.sql", parseTemplate("{{ m() }}"), scope))
      assert.strictEqual(error.message, "'a' is undefined")
    })
  )

  it.effect("names the template and the line", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(render("a\nb\n{% if true %}\n{{ x.y }}\n{% endif %}"))
      assert.deepStrictEqual([error.template, error.line, error.message], ["case.sql", 4, "'x' is undefined"])
    })
  )

  it.effect("permits calls and attributes of undefined names while a project is parsed", () =>
    Effect.gen(function* () {
      assert.strictEqual(yield* render("[{{ a.b.c(1)['d'] }}]", [], true), "[]")
    })
  )
})
