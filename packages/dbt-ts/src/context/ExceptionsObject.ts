import { str } from "../jinja/Print.ts"
import { fail } from "../jinja/TemplateError.ts"
import { HostFunction, LookupObject, plainFunction, type Value } from "../jinja/Value.ts"
import type { TransformOptions } from "../TransformOptions.ts"

/** Functions that fail with the message of the caller. */
const raising = new Set([
  ...["raise_compiler_error", "raise_not_implemented", "raise_database_error", "raise_dependency_error"],
  ...["raise_fail_fast_error", "raise_cache_inconsistent"]
])

/** Functions that fail with a message of their own, about nodes and relations. */
const worded: Readonly<Record<string, (args: ReadonlyArray<string>) => string>> = {
  column_type_missing: ([names]) =>
    `Contracted models require data_type to be defined for each column. Missing: ${names}`,
  missing_config: ([model, name]) => `Model '${model}' does not define a required config parameter '${name}'.`,
  missing_relation: ([relation]) => `Relation ${relation} not found!`,
  raise_contract_error: () => "This model has an enforced contract that failed.",
  relation_wrong_type: ([relation, type]) =>
    `Trying to create ${type} ${relation}, but it currently exists as another type. Either drop ${relation} manually, or run dbt with \`--full-refresh\``
}

/** `exceptions`: a macro may stop what runs, or warn, with its own message. */
export const exceptionsObject = ({ warnError, onWarning }: TransformOptions): Value =>
  new LookupObject("exceptions", (name) => {
    if (name === "warn") {
      return new HostFunction(name, function* (args, named) {
        const message = str(args[0] ?? named.get("msg") ?? "")
        if (warnError === true) return fail(message)
        if (onWarning !== undefined) yield* onWarning(message)
        return ""
      })
    }
    if (name === "warn_snapshot_timestamp_data_types") return plainFunction(name, () => null)
    if (raising.has(name)) return plainFunction(name, (args, named) => fail(str(args[0] ?? named.get("msg") ?? "")))
    const words = Object.hasOwn(worded, name) ? worded[name] : undefined
    return words === undefined ? undefined : plainFunction(name, (args) => fail(words(args.map(str))))
  })
