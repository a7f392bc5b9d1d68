/** One term of a selection: a method, its value, and how far the graph is followed from what it finds. */
import { refuse } from "../ProjectError.ts"
import type { IndirectSelection } from "../TransformOptions.ts"
import { type MethodName, methods } from "./methods/methods.ts"

export interface Criterion {
  readonly kind: "criterion"
  /** As it was written. */
  readonly raw: string
  readonly method: MethodName
  /** What follows the method's name: `materialized` of `config.materialized:view`. */
  readonly arguments: ReadonlyArray<string>
  /** A text, but for values of `selectors.yml`. */
  readonly value: unknown
  readonly childrensParents: boolean
  /** How many steps up and down; undefined is none. */
  readonly parents: number | undefined
  readonly children: number | undefined
  readonly indirect: IndirectSelection
}

const pattern = /^(@)?(?:(\d*)(\+))?(?:([\w.]+):)?(.*?)(?:(\+)(\d*))?$/s

const defaultMethod = (value: string): MethodName =>
  value.includes("/") ? "path" : /\.(sql|py|csv)$/i.test(value) ? "file" : "fqn"

/** Returns the method and its arguments of a written one, such as `config.materialized`. Refuses an unknown method. */
export const methodOf = (written: string): Pick<Criterion, "method" | "arguments"> => {
  const [name = "", ...rest] = written.split(".")
  if (Object.hasOwn(methods, name)) return { method: name as MethodName, arguments: rest }
  return refuse("selector", `the method '${name}' is not supported; there are ${Object.keys(methods).join(", ")}`)
}

/** Returns the parts of a term as written; `plus` and `after` are the signs, `above` and `below` their numbers. */
export const termParts = (raw: string) => {
  const [, at, above = "", plus, method, value = "", after, below = ""] = pattern.exec(raw) as RegExpExecArray
  return {
    at: at !== undefined,
    plus: plus !== undefined,
    above,
    method: method ?? defaultMethod(value),
    value,
    after: after !== undefined,
    below
  }
}

/** Depth as written next to `+`; empty means no limit. */
const depthOf = (sign: boolean, number: string): number | undefined =>
  sign ? (number === "" ? Number.POSITIVE_INFINITY : Number(number)) : undefined

/** Parses one term of the command line. */
export const parseCriterion = (raw: string, indirect: IndirectSelection): Criterion => {
  const { at, plus, above, method, value, after, below } = termParts(raw)
  if (at && after) refuse("selector", `'${raw}' mixes '@' and '+'`)
  return {
    kind: "criterion",
    raw,
    ...methodOf(method),
    value,
    childrensParents: at,
    parents: depthOf(plus, above),
    children: depthOf(after, below),
    indirect
  }
}
