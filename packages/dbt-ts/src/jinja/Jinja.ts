/**
 * Jinja as dbt uses it, held to Jinja2 3.1 by `test/conformance`. A template reaches what its scope lends it and
 * nothing else: no process, file or network.
 */
import { Effect } from "effect"
import type { Template } from "./Ast.ts"
import { Evaluator } from "./Evaluator.ts"
import { filterNamed } from "./Filters.ts"
import { globals } from "./Globals.ts"
import { testNamed } from "./IsTests.ts"
import type { Language, Operation } from "./Language.ts"
import type { Macro } from "./Macro.ts"
import { nativeFilters, settled, textFilters } from "./NativeMark.ts"
import { Scope } from "./Scope.ts"
import { TemplateError } from "./TemplateError.ts"
import { parseTemplate } from "./TemplateParser.ts"
import type { Step, Value } from "./Value.ts"

export interface JinjaOptions {
  /** Undefined names give undefined attributes and results, as in dbt while it parses a project. */
  readonly lenient?: boolean
  /** Filters in addition to Jinja's own. */
  readonly filters?: Readonly<Record<string, Operation<Value>>>
  /**
   * Macros defined in a rendered template cannot be called, as in dbt: they belong in macro files.
   * What `macros` gives is not concerned.
   */
  readonly hidesOwnMacros?: boolean
}

const placed = (template: string, { message, line, template: known }: TemplateError): TemplateError =>
  new TemplateError({ message, template: known ?? template, ...(line === undefined ? {} : { line }) })

/** Runs a computation of the evaluator; what templates do wrong becomes a `TemplateError` that names the template. */
export const runStep = <A>(template: string, step: () => Step<A>): Effect.Effect<A, TemplateError> =>
  Effect.gen(function* () {
    try {
      return (yield* step()) as A
    } catch (thrown) {
      if (!(thrown instanceof TemplateError)) throw thrown
      return yield* thrown
    }
  }).pipe(Effect.mapError((error: TemplateError) => placed(template, error))) as Effect.Effect<A, TemplateError>

export class Jinja {
  readonly #evaluator: Evaluator
  readonly #native: Evaluator
  readonly #macros: Evaluator
  constructor(options: JinjaOptions = {}) {
    const more = options.filters ?? {}
    const language = (added: Readonly<Record<string, Operation<Value>>>, lenient = options.lenient): Language => ({
      lenient: lenient ?? false,
      filter: (name) =>
        Object.hasOwn(more, name) ? more[name] : Object.hasOwn(added, name) ? added[name] : filterNamed(name),
      test: testNamed
    })
    const macroName = (name: string): string => (options.hidesOwnMacros === true ? `dbt_macro__${name}` : name)
    this.#evaluator = new Evaluator(language(textFilters), macroName)
    this.#macros = new Evaluator(language(textFilters, false), macroName)
    this.#native = new Evaluator(language(nativeFilters), macroName)
  }

  /** A scope with Jinja's global functions and the given names. */
  scope(names: Iterable<readonly [string, Value]>): Scope {
    return new Scope(new Scope(undefined, globals), names)
  }

  /** Renders a template; what it sets stays inside. */
  render(name: string, template: Template, scope: Scope): Effect.Effect<string, TemplateError> {
    return runStep(name, () => this.#evaluator.text(template, new Scope(scope)))
  }

  /**
   * Renders a text of settings: the value where the text is one expression with names in it, else text, as dbt does
   * it for YAML files. `as_native`, `as_bool`, `as_number` and `as_text` set its type.
   */
  native(name: string, source: string, scope: Scope): Effect.Effect<Value, TemplateError> {
    const evaluator = this.#native
    return runStep(name, function* () {
      return settled(yield* evaluator.native(parseTemplate(source), new Scope(scope)))
    })
  }

  /**
   * Returns the macros that a file defines; they see the names of `scope`, so each other when those are added to it. Inside of
   * them what is undefined is an error even while a project is parsed, as in dbt.
   */
  macros(template: Template, scope: Scope): ReadonlyArray<Macro> {
    return template.flatMap((statement) =>
      statement.type === "macro" ? [this.#macros.macro(statement.macro, scope)] : []
    )
  }
}
