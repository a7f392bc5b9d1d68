import { Arguments } from "./Arguments.ts"
import { fail } from "./TemplateError.ts"
import { plainFunction, type Value } from "./Value.ts"

/** Methods by name. A body without a second parameter takes no arguments. */
export type Methods<Subject> = Readonly<Record<string, (subject: Subject, args: Arguments) => Value>>

/** Returns the method of that name, bound to its subject. As in Python only those in `withNames` take arguments by name. */
export const methodOf = <Subject>(
  methods: Methods<Subject>,
  subject: Subject,
  name: string,
  withNames: ReadonlyArray<string>
): Value | undefined => {
  const body = Object.hasOwn(methods, name) ? methods[name] : undefined
  if (body === undefined) return undefined
  return plainFunction(name, (args, named) => {
    if (named.size > 0 && !withNames.includes(name)) fail(`${name}() takes no keyword arguments`)
    if (body.length < 2 && args.length > 0) fail(`${name}() takes no arguments (${args.length} given)`)
    return body(subject, new Arguments(name, args, named))
  })
}
