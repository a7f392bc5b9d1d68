/** Methods of text, as Python has them. */
import { Arguments, count, text } from "./Arguments.ts"
import { formatBraces } from "./Format.ts"
import { iterate, truthy, typeName } from "./Operators.ts"
import { fail } from "./TemplateError.ts"
import { plainFunction, Tuple, type Value } from "./Value.ts"

type Methods = Readonly<Record<string, (subject: string, args: Arguments) => Value>>

const escapeClass = (characters: string): string => `[${characters.replace(/[\\\]^-]/g, "\\$&")}]`

/** Strips blanks, or any of the given characters, at the left, the right or both ends. */
export const strip = (subject: string, characters: Value | undefined, ends: "both" | "left" | "right"): string => {
  if (characters === "") return subject
  const set = characters === undefined || characters === null ? "\\s" : escapeClass(text(characters))
  let out = subject
  if (ends !== "right") out = out.replace(new RegExp(`^${set}+`, "u"), "")
  if (ends !== "left") out = out.replace(new RegExp(`${set}+$`, "u"), "")
  return out
}

const upperFirst = (subject: string): string => {
  const [first = "", ...rest] = subject
  return first.toUpperCase() + rest.join("").toLowerCase()
}

export const capitalize = upperFirst

/** Python's `title`: a letter after anything that is no letter is large. */
const title = (subject: string): string => subject.replace(/\p{L}+/gu, (word) => upperFirst(word))

export const center = (subject: string, width: number, fill = " "): string => {
  const missing = width - [...subject].length
  if (missing <= 0) return subject
  const left = Math.floor(missing / 2) + (missing & width & 1)
  return fill.repeat(left) + subject + fill.repeat(missing - left)
}

const split = (subject: string, args: Arguments, fromRight: boolean): Array<Value> => {
  const [separator, most] = args.bind("sep", "maxsplit")
  const limit = count(most, -1)
  let parts: Array<string>
  let glue: string
  if (separator === undefined || separator === null) {
    if (limit >= 0) return splitBlanks(subject, limit, fromRight)
    parts = subject.split(/\s+/u).filter((part) => part !== "")
    glue = " "
  } else {
    glue = text(separator)
    if (glue === "") fail("empty separator")
    parts = subject.split(glue)
  }
  if (limit < 0 || parts.length <= limit + 1) return parts
  return fromRight
    ? [parts.slice(0, parts.length - limit).join(glue), ...parts.slice(parts.length - limit)]
    : [...parts.slice(0, limit), parts.slice(limit).join(glue)]
}

const splitBlanks = (subject: string, limit: number, fromRight: boolean): Array<Value> => {
  const parts: Array<string> = []
  let rest = strip(subject, undefined, fromRight ? "right" : "left")
  const pattern = fromRight ? /^([\s\S]*?)\s+(\S+)$/u : /^(\S+)\s+([\s\S]*)$/u
  while (parts.length < limit) {
    const found = pattern.exec(rest)
    if (found === null) break
    parts.push(found[fromRight ? 2 : 1] as string)
    rest = found[fromRight ? 1 : 2] as string
  }
  if (rest !== "") parts.push(rest)
  return fromRight ? parts.reverse() : parts
}

const affixes = (value: Value | undefined): ReadonlyArray<string> =>
  value instanceof Tuple ? value.items.map((item) => text(item)) : [text(value)]

const find = (subject: string, args: Arguments, last: boolean): number => {
  const [wanted, start, end] = args.bind("sub", "start", "end")
  const characters = [...subject]
  const from = count(start, 0) < 0 ? Math.max(0, count(start, 0) + characters.length) : count(start, 0)
  const part = characters.slice(from, end === undefined || end === null ? undefined : count(end)).join("")
  const at = last ? part.lastIndexOf(text(wanted)) : part.indexOf(text(wanted))
  return at === -1 ? -1 : from + [...part.slice(0, at)].length
}

const partition = (subject: string, args: Arguments, last: boolean): Tuple => {
  const separator = text(args.bind("sep")[0])
  const at = last ? subject.lastIndexOf(separator) : subject.indexOf(separator)
  if (at === -1) return new Tuple(last ? ["", "", subject] : [subject, "", ""])
  return new Tuple([subject.slice(0, at), separator, subject.slice(at + separator.length)])
}

const all =
  (pattern: RegExp) =>
  (subject: string): boolean =>
    pattern.test(subject)

export const replace = (subject: string, from: string, to: string, most: number): string => {
  if (most < 0) return subject.replaceAll(from, () => to)
  const parts = from === "" ? ["", ...subject, ""] : subject.split(from)
  const kept = parts.slice(0, most + 1).join(to)
  return parts.length > most + 1 ? kept + from + parts.slice(most + 1).join(from) : kept
}

const methods: Methods = {
  capitalize: (subject) => upperFirst(subject),
  casefold: (subject) => subject.toLowerCase().replaceAll("ß", "ss"),
  center: (subject, args) => {
    const [width, fill] = args.bind("width", "fillchar")
    return center(subject, count(width), text(fill, " "))
  },
  count: (subject, args) => {
    const wanted = text(args.bind("sub")[0])
    return wanted === "" ? [...subject].length + 1 : subject.split(wanted).length - 1
  },
  endswith: (subject, args) => affixes(args.bind("suffix")[0]).some((suffix) => subject.endsWith(suffix)),
  find: (subject, args) => find(subject, args, false),
  index: (subject, args) => {
    const at = find(subject, args, false)
    return at === -1 ? fail("substring not found") : at
  },
  isalnum: all(/^[\p{L}\p{N}]+$/u),
  isalpha: all(/^\p{L}+$/u),
  isdecimal: all(/^\p{Nd}+$/u),
  isdigit: all(/^\p{Nd}+$/u),
  isnumeric: all(/^\p{N}+$/u),
  isspace: all(/^\s+$/u),
  islower: (subject) => /\p{Ll}/u.test(subject) && !/[\p{Lu}\p{Lt}]/u.test(subject),
  isupper: (subject) => /\p{Lu}/u.test(subject) && !/[\p{Ll}\p{Lt}]/u.test(subject),
  istitle: (subject) => /\p{L}/u.test(subject) && title(subject) === subject,
  isidentifier: all(/^[\p{L}_][\p{L}\p{N}_]*$/u),
  join: (subject, args) => {
    const [items] = args.bind("iterable")
    return [...iterate(items as Value)]
      .map((item, index) =>
        typeof item === "string" ? item : fail(`sequence item ${index}: expected str instance, ${typeName(item)} found`)
      )
      .join(subject)
  },
  ljust: (subject, args) => {
    const [width, fill] = args.bind("width", "fillchar")
    return subject + text(fill, " ").repeat(Math.max(0, count(width) - [...subject].length))
  },
  rjust: (subject, args) => {
    const [width, fill] = args.bind("width", "fillchar")
    return text(fill, " ").repeat(Math.max(0, count(width) - [...subject].length)) + subject
  },
  lower: (subject) => subject.toLowerCase(),
  upper: (subject) => subject.toUpperCase(),
  lstrip: (subject, args) => strip(subject, args.bind("chars")[0], "left"),
  rstrip: (subject, args) => strip(subject, args.bind("chars")[0], "right"),
  strip: (subject, args) => strip(subject, args.bind("chars")[0], "both"),
  partition: (subject, args) => partition(subject, args, false),
  rpartition: (subject, args) => partition(subject, args, true),
  removeprefix: (subject, args) => {
    const prefix = text(args.bind("prefix")[0])
    return subject.startsWith(prefix) ? subject.slice(prefix.length) : subject
  },
  removesuffix: (subject, args) => {
    const suffix = text(args.bind("suffix")[0])
    return suffix !== "" && subject.endsWith(suffix) ? subject.slice(0, -suffix.length) : subject
  },
  replace: (subject, args) => {
    const [from, to, most] = args.bind("old", "new", "count")
    return replace(subject, text(from), text(to), count(most, -1))
  },
  rfind: (subject, args) => find(subject, args, true),
  rindex: (subject, args) => {
    const at = find(subject, args, true)
    return at === -1 ? fail("substring not found") : at
  },
  split: (subject, args) => split(subject, args, false),
  rsplit: (subject, args) => split(subject, args, true),
  splitlines: (subject, args) => {
    const [keep] = args.bind("keepends")
    const lines = subject.match(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g) ?? []
    return keep !== undefined && truthy(keep) ? lines : lines.map((line) => line.replace(/[\r\n]+$/, ""))
  },
  startswith: (subject, args) => affixes(args.bind("prefix")[0]).some((prefix) => subject.startsWith(prefix)),
  swapcase: (subject) => [...subject].map((c) => (c === c.toUpperCase() ? c.toLowerCase() : c.toUpperCase())).join(""),
  title: (subject) => title(subject),
  zfill: (subject, args) => {
    const [, sign = "", rest = ""] = /^([+-]?)([\s\S]*)$/.exec(subject) as RegExpExecArray
    return sign + "0".repeat(Math.max(0, count(args.bind("width")[0]) - [...subject].length)) + rest
  }
}

export const stringMethod = (subject: string, name: string): Value | undefined => {
  if (name === "format") return plainFunction(name, (args, named) => formatBraces(subject, args, named))
  const body = Object.hasOwn(methods, name) ? methods[name] : undefined
  return body === undefined
    ? undefined
    : plainFunction(name, (args, named) => body(subject, new Arguments(name, args, named)))
}
