/**
 * How it is known that a marker was written by a macro that may: while a model is compiled for its lineage, those
 * macros write an unpredictable word into their markers. A marker without it was typed by hand.
 */
import { Effect, Random } from "effect"
import type { Jinja } from "../jinja/Jinja.ts"
import { Macro } from "../jinja/Macro.ts"
import type { Named, Step, Value } from "../jinja/Value.ts"
import type { Project } from "../parse/ParseProject.ts"

class MarkedMacro extends Macro {
  readonly #macro: Macro
  readonly #secret: string
  constructor(macro: Macro, secret: string) {
    super(macro.body, (bound) => macro.call([], bound))
    this.#macro = macro
    this.#secret = secret
  }
  override *call(args: ReadonlyArray<Value>, named: Named): Step<Value> {
    const value = yield* this.#macro.call(args, named)
    return typeof value === "string" ? signed(value, this.#macro.body.name, this.#secret) : value
  }
}

/** `is_incremental()` as it is when a model is built for the first time. */
class FirstRun extends Macro {
  constructor(macro: Macro) {
    super(macro.body, (bound) => macro.call([], bound))
  }
  // biome-ignore lint/correctness/useYield: a macro's call is a generator
  override *call(): Step<Value> {
    return false
  }
}

const marker = (name: string): string => `/* privacy: ${name} */`

/** Only what the text begins with is the macro's own marker: the rest may be what it was given. */
const signed = (text: string, name: string, secret: string): string =>
  text.startsWith(marker(name)) ? marker(`${name} ${secret}`) + text.slice(marker(name).length) : text

export interface MarkedProject {
  readonly project: Project
  /** The project as it is for models that are built for the first time. */
  readonly firstRun: Project
  /** The content of a marker that the macro of that name wrote. */
  readonly markerOf: (name: string) => string
  /** The text as it is without the secret. */
  readonly plain: (sql: string) => string
}

/** Returns the project with the named macros signing what they mark. */
export const markedProject = Effect.fn("MarkedMacros.markedProject")(function* (
  project: Project,
  names: ReadonlySet<string>
) {
  const numbers = yield* Effect.all(Array.from({ length: 4 }, () => Random.nextIntBetween(0, 0x7fffffff)))
  const secret = numbers.map((each) => each.toString(36)).join("")
  const withMacros = (change: (macro: Macro) => Macro): Project => {
    const { jinja } = project.base
    const macros: Jinja["macros"] = (template, scope) => jinja.macros(template, scope).map(change)
    const changed = new Proxy(jinja, {
      get: (target, key) => {
        if (key === "macros") return macros
        const value: unknown = Reflect.get(target, key, target)
        return typeof value === "function" ? value.bind(target) : value
      }
    })
    return { ...project, base: { ...project.base, jinja: changed } }
  }
  const signing = (macro: Macro): Macro => (names.has(macro.body.name) ? new MarkedMacro(macro, secret) : macro)
  return {
    project: withMacros(signing),
    firstRun: withMacros((macro) => (macro.body.name === "is_incremental" ? new FirstRun(macro) : signing(macro))),
    markerOf: (name) => `${name} ${secret}`,
    plain: (sql) => sql.replaceAll(` ${secret} */`, " */")
  } satisfies MarkedProject
})
