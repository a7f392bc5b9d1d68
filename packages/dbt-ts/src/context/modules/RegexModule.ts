/** `modules.re`: what SQL macros use of Python's regular expressions. */
import { count, text } from "../../jinja/Arguments.ts"
import { fail } from "../../jinja/TemplateError.ts"
import {
  type Attributes,
  attributeIn,
  Dict,
  given,
  HostFunction,
  HostObject,
  LookupObject,
  method,
  type Named,
  plainFunction,
  type Step,
  Tuple,
  type Value
} from "../../jinja/Value.ts"
import { moduleObject } from "./DatetimeModule.ts"

const flagLetters: Readonly<Record<string, number>> = { i: 2, m: 8, s: 16 }

/** Translates Python's pattern to JavaScript's. Refuses what JavaScript cannot express. */
const compiled = (pattern: string, flags: number): RegExp => {
  let source = pattern
  let all = flags
  const inline = /^\(\?([aimsux]+)\)/.exec(source)
  if (inline !== null) {
    source = source.slice(inline[0].length)
    for (const letter of inline[1] as string) all |= flagLetters[letter] ?? (letter === "x" ? 64 : 0)
  }
  if ((all & 64) !== 0) fail("the flag VERBOSE of modules.re is not supported")
  source = source
    .replaceAll("(?P<", "(?<")
    .replace(/\(\?P=(\w+)\)/g, "\\k<$1>")
    .replace(/(?<!\\)((?:\\\\)*)\\A/g, "$1(?<![\\s\\S])")
    .replace(/(?<!\\)((?:\\\\)*)\\Z/g, "$1(?![\\s\\S])")
  const letters = Object.entries(flagLetters).flatMap(([letter, bit]) => ((all & bit) === 0 ? [] : [letter]))
  try {
    return new RegExp(source, `dgu${letters.join("")}`)
  } catch {
    try {
      return new RegExp(source, `dg${letters.join("")}`)
    } catch {
      return fail(`the regular expression '${pattern}' cannot be read`)
    }
  }
}

const group = (found: RegExpExecArray, key: Value): Value => {
  if (typeof key === "string") return given(found.groups?.[key], () => null)
  const index = count(key)
  return index > found.length - 1 ? fail("no such group") : given(found[index], () => null)
}

const placeOf = (found: RegExpExecArray, args: ReadonlyArray<Value>): readonly [number, number] =>
  found.indices?.[args[0] === undefined ? 0 : count(args[0])] ?? [-1, -1]

const matchAttributes: Attributes<RegExpExecArray> = {
  group: method((found, args) =>
    args.length > 1 ? new Tuple(args.map((key) => group(found, key))) : group(found, args[0] ?? 0)
  ),
  groups: method((found, args) => new Tuple([...found].slice(1).map((each) => each ?? args[0] ?? null))),
  groupdict: method((found) => Dict.of(Object.entries(found.groups ?? {}).map(([k, v]) => [k, v ?? null]))),
  start: method((found, args) => placeOf(found, args)[0]),
  end: method((found, args) => placeOf(found, args)[1]),
  span: method((found, args) => new Tuple([...placeOf(found, args)])),
  string: (found) => found.input
}

const matchValue = (found: RegExpExecArray): Value =>
  new LookupObject(
    "Match",
    (name) => attributeIn(matchAttributes, found, name),
    (key) => group(found, key)
  )

/** `\1` and `\g<name>` of Python's replacements. */
const expanded = (template: string, found: RegExpExecArray): string =>
  template.replace(/\\(?:g<(\w+)>|(\d{1,2})|([\s\S]))/g, (_, name, index, other) => {
    if (name !== undefined) return String(group(found, /^\d+$/.test(name) ? Number(name) : name) ?? "")
    if (index !== undefined) return String(group(found, Number(index)) ?? "")
    return other === "n" ? "\n" : other === "t" ? "\t" : other === "\\" ? "\\" : `\\${other}`
  })

const all = (pattern: RegExp, subject: string): ReadonlyArray<RegExpExecArray> => [...subject.matchAll(pattern)]

const captured = (found: RegExpExecArray): Value => {
  if (found.length === 1) return found[0] as string
  const groups = [...found].slice(1).map((each) => each ?? "")
  return groups.length === 1 ? (groups[0] as string) : new Tuple(groups)
}

const searching = (pattern: RegExp, subject: string, how: string): Value => {
  const anchored =
    how === "search"
      ? pattern
      : new RegExp(
          `(?:${pattern.source})${how === "fullmatch" ? "$" : ""}`,
          pattern.flags.replace("g", "y").replace("m", how === "fullmatch" ? "" : "m")
        )
  anchored.lastIndex = 0
  const found = anchored.exec(subject)
  return found === null ? null : matchValue(found)
}

function* substituted(pattern: RegExp, by: Value, subject: string, most: number): Step<Value> {
  let out = ""
  let at = 0
  let done = 0
  for (const found of all(pattern, subject)) {
    if (most > 0 && done === most) break
    done++
    out += subject.slice(at, found.index)
    out +=
      by instanceof HostObject && by.callable
        ? text(yield* by.call([matchValue(found)], new Map()))
        : expanded(text(by), found)
    at = found.index + found[0].length
  }
  return out + subject.slice(at)
}

const split = (pattern: RegExp, subject: string, most: number): Array<Value> => {
  const parts: Array<Value> = []
  let at = 0
  for (const found of all(pattern, subject)) {
    if (most > 0 && parts.length >= most) break
    parts.push(subject.slice(at, found.index), ...[...found].slice(1).map((each) => each ?? null))
    at = found.index + found[0].length
  }
  return [...parts, subject.slice(at)]
}

/** Returns the functions over one pattern; of the module, or bound to a compiled one. */
const operation = (
  name: string,
  patternOf: (args: ReadonlyArray<Value>, named: Named) => readonly [RegExp, ReadonlyArray<Value>]
): Value =>
  new HostFunction(name, function* (args, named) {
    const [pattern, rest] = patternOf(args, named)
    switch (name) {
      case "findall":
        return all(pattern, text(rest[0])).map(captured)
      case "finditer":
        return all(pattern, text(rest[0])).map(matchValue)
      case "split":
        return split(pattern, text(rest[0]), count(rest[1] ?? named.get("maxsplit"), 0))
      case "sub":
        return yield* substituted(pattern, rest[0] ?? "", text(rest[1]), count(rest[2] ?? named.get("count"), 0))
      default:
        return searching(pattern, text(rest[0]), name)
    }
  })

const operations = ["findall", "finditer", "fullmatch", "match", "search", "split", "sub"]

class Pattern extends HostObject {
  readonly typeName = "Pattern"
  readonly regex: RegExp
  readonly #source: string
  constructor(source: string, regex: RegExp) {
    super()
    this.#source = source
    this.regex = regex
  }
  override attribute(name: string): Value | undefined {
    if (name === "pattern") return this.#source
    return operations.includes(name) ? operation(name, (args) => [this.regex, args]) : undefined
  }
}

/** Returns the number of arguments between the pattern and its flags. */
const before = (name: string): number => (name === "sub" ? 3 : name === "split" ? 2 : 1)

const flagsOf = (value: Value | undefined): number => count(value, 0)

export const regexModule = moduleObject("modules.re", {
  ...Object.fromEntries(
    operations.map((name) => [
      name,
      operation(name, (args, named) => {
        const [first, ...rest] = args
        if (first instanceof Pattern) return [first.regex, rest]
        return [compiled(text(first), flagsOf(rest[before(name)] ?? named.get("flags"))), rest]
      })
    ])
  ),
  compile: plainFunction("compile", (args, named) => {
    const source = text(args[0])
    return new Pattern(source, compiled(source, flagsOf(args[1] ?? named.get("flags"))))
  }),
  escape: plainFunction("escape", (args) =>
    text(args[0]).replace(/[\s!"#$%&'()*+,\-./:;<=>?@[\\\]^`{|}~]/g, (c) => (/[!"%',/:;<=>@`]/.test(c) ? c : `\\${c}`))
  ),
  ...{ I: 2, IGNORECASE: 2, M: 8, MULTILINE: 8, S: 16, DOTALL: 16 }
})
