import type { Macro } from "../jinja/Macro.ts"
import { str } from "../jinja/Print.ts"
import { fail } from "../jinja/TemplateError.ts"
import { HostFunction, HostObject, type Named, plainFunction, type Step, type Value } from "../jinja/Value.ts"
import { answers } from "./AdapterAnswers.ts"
import { questions } from "./AdapterQuestions.ts"
import type { AdapterStore } from "./AdapterStore.ts"

/** What the adapter needs of its project. */
export interface AdapterHost {
  /** The macro of this name in the calling template. */
  readonly macro: (name: string) => Macro | undefined
  /** Candidates of a dispatch in order: package and macro. Absent packages are not among them. */
  readonly dispatch: (name: string, namespace: string | undefined) => Macro | undefined
  readonly store: AdapterStore | undefined
}

/** The members of dbt's adapter that are not supported, by name; anything else is undefined, as in dbt. */
const refused: Readonly<Record<string, string>> = {
  add_query: "use run_query or a statement",
  config: "templates see no credentials",
  convert_type: "seeds are typed by the runner",
  get_credentials: "templates see no credentials",
  get_csv_data: "tables are not written as text here",
  get_incremental_strategy_macro: "incremental models are built by the runner",
  s3source_clause: "a model reads no network storage",
  standardize_grants_dict: "grants are not supported",
  valid_snapshot_target: "snapshots are built by the runner"
}

/** Changes of the store, each by the macro of its name, which a project may replace. */
const byMacro = new Set([
  ...["create_schema", "drop_schema", "drop_relation", "rename_relation", "truncate_relation", "alter_column_type"]
])

/** `adapter`: what ClickHouse projects use of it. */
export class Adapter extends HostObject {
  readonly typeName = "RuntimeDatabaseWrapper"
  readonly #host: AdapterHost
  constructor(host: AdapterHost) {
    super()
    this.#host = host
  }

  override readonly module = "dbt.context.providers"

  #dispatch(args: ReadonlyArray<Value>, named: Named): Value {
    const name = str(args[0] ?? named.get("macro_name") ?? "")
    const namespace = args[1] ?? named.get("macro_namespace") ?? null
    if (named.has("packages") || args.length > 2) fail(`the argument "packages" of adapter.dispatch is no longer there`)
    if (name.includes(".")) {
      fail(`In adapter.dispatch, got a macro name of "${name}", but "." is not a valid macro name component.`)
    }
    if (namespace !== null && typeof namespace !== "string") {
      fail("In adapter.dispatch, macro_namespace should be None or a string.")
    }
    const found = this.#host.dispatch(name, namespace === null ? undefined : str(namespace))
    return found ?? fail(`In dispatch: No macro named '${name}' found within namespace: '${str(namespace)}'`)
  }

  #changing(name: string): Value {
    const { store, macro } = this.#host
    return new HostFunction(name, function* (args, named): Step<Value> {
      if (store === undefined) return null
      const found = macro(name)
      if (found === undefined) return fail(`adapter.${name}() finds no macro of its name`)
      yield* found.call(args, named)
      return null
    })
  }

  override attribute(name: string): Value | undefined {
    if (name === "dispatch") return plainFunction(name, (args, named) => this.#dispatch(args, named))
    if (byMacro.has(name)) return this.#changing(name)
    const question = Object.hasOwn(questions, name) ? questions[name] : undefined
    if (question !== undefined) {
      const { store } = this.#host
      return new HostFunction(name, (args, named) => question(store, args, named))
    }
    if (Object.hasOwn(answers, name)) return answers[name]
    return Object.hasOwn(refused, name) ? fail(`adapter.${name} is not supported: ${refused[name]}`) : undefined
  }
}
