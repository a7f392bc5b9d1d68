/** Methods of text, as Python has them. */
import { type Arguments, count, text } from "./Arguments.ts"
import { type Methods, methodOf } from "./MethodOf.ts"
import { iterate, truthy } from "./Operators.ts"
import { fail } from "./TemplateError.ts"
import { typeName } from "./typeName.ts"
import { Dict, Tuple, type Value } from "./Value.ts"

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

/** Python's `title`: a letter after anything that is not a letter is large. */
const title = (subject: string): string => subject.replace(/\p{L}+/gu, (word) => upperFirst(word))

/** `str.center`: an odd space goes where CPython puts it. */
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

/** Returns the part from `start` to `end`, and where it begins; undefined if `start` is after the end. */
const within = (subject: string, start: Value | undefined, end: Value | undefined) => {
  const characters = [...subject]
  const bound = (value: Value | undefined, otherwise: number): number => {
    const index = value === undefined || value === null ? otherwise : count(value)
    return index < 0 ? Math.max(0, index + characters.length) : index
  }
  const from = bound(start, 0)
  if (from > characters.length) return undefined
  return { from, part: characters.slice(from, bound(end, characters.length)).join("") }
}

const find = (subject: string, args: Arguments, last: boolean): number => {
  const [wanted, start, end] = args.bind("sub", "start", "end")
  const { from, part } = within(subject, start, end) ?? { from: 0, part: undefined }
  if (part === undefined) return -1
  const at = last ? part.lastIndexOf(text(wanted)) : part.indexOf(text(wanted))
  return at === -1 ? -1 : from + [...part.slice(0, at)].length
}

const edge = (args: Arguments, subject: string, holds: (part: string, affix: string) => boolean): boolean => {
  const [wanted, start, end] = args.bind("affix", "start", "end")
  const found = affixes(wanted)
  const part = within(subject, start, end)?.part
  return part !== undefined && found.some((affix) => holds(part, affix))
}

const partition = (subject: string, args: Arguments, last: boolean): Tuple => {
  const separator = text(args.bind("sep")[0])
  if (separator === "") fail("empty separator")
  const at = last ? subject.lastIndexOf(separator) : subject.indexOf(separator)
  if (at === -1) return new Tuple(last ? ["", "", subject] : [subject, "", ""])
  return new Tuple([subject.slice(0, at), separator, subject.slice(at + separator.length)])
}

const all =
  (pattern: RegExp) =>
  (subject: string): boolean =>
    pattern.test(subject)

/** `str.replace`: at most `most` times; every time if `most` is negative. */
export const replace = (subject: string, from: string, to: string, most: number): string => {
  if (most < 0) return subject.replaceAll(from, () => to)
  const parts = from === "" ? ["", ...subject, ""] : subject.split(from)
  const kept = parts.slice(0, most + 1).join(to)
  return parts.length > most + 1 ? kept + from + parts.slice(most + 1).join(from) : kept
}

const lineEnds = "\\n\\x0b\\x0c\\r\\x1c-\\x1e\\x85\\u2028\\u2029"
const line = new RegExp(`[^${lineEnds}]*(?:\\r\\n|[${lineEnds}])|[^${lineEnds}]+$`, "g")
const lineEnd = new RegExp(`(?:\\r\\n|[${lineEnds}])$`)

/** Lines as in Python's `splitlines`. */
export const splitLines = (subject: string, keepEnds = false): Array<string> => {
  const lines = subject.match(line) ?? []
  return keepEnds ? lines : lines.map((each) => each.replace(lineEnd, ""))
}

const expandTabs = (subject: string, size: number): string => {
  let column = 0
  let out = ""
  for (const character of subject) {
    if (character === "\t") {
      const missing = size > 0 ? size - (column % size) : 0
      out += " ".repeat(missing)
      column += missing
    } else {
      out += character
      column = character === "\n" || character === "\r" ? 0 : column + 1
    }
  }
  return out
}

const filling = (value: Value | undefined): string => {
  const fill = text(value, " ")
  return [...fill].length === 1 ? fill : fail("The fill character must be exactly one character long")
}

const methods: Methods<string> = {
  capitalize: (subject) => upperFirst(subject),
  casefold: (subject) => subject.toLowerCase().replaceAll("ß", "ss"),
  center: (subject, args) => {
    const [width, fill] = args.bind("width", "fillchar")
    return center(subject, count(width), filling(fill))
  },
  count: (subject, args) => {
    const [sub, start, end] = args.bind("sub", "start", "end")
    const wanted = text(sub)
    const part = within(subject, start, end)?.part
    if (part === undefined) return 0
    return wanted === "" ? [...part].length + 1 : part.split(wanted).length - 1
  },
  encode: () => fail("the method 'encode' is not supported: there are no bytes here"),
  endswith: (subject, args) => edge(args, subject, (part, suffix) => part.endsWith(suffix)),
  expandtabs: (subject, args) => expandTabs(subject, count(args.bind("tabsize")[0], 8)),
  find: (subject, args) => find(subject, args, false),
  index: (subject, args) => {
    const at = find(subject, args, false)
    return at === -1 ? fail("substring not found") : at
  },
  isalnum: all(/^[\p{L}\p{N}]+$/u),
  isalpha: all(/^\p{L}+$/u),
  isdecimal: all(/^\p{Nd}+$/u),
  isdigit: all(/^[\p{Nd}\u00b2\u00b3\u00b9\u2070-\u2079\u2080-\u2089\u2460-\u2468]+$/u),
  isnumeric: all(/^\p{N}+$/u),
  isspace: all(/^\s+$/u),
  islower: (subject) => /\p{Ll}/u.test(subject) && !/[\p{Lu}\p{Lt}]/u.test(subject),
  isupper: (subject) => /\p{Lu}/u.test(subject) && !/[\p{Ll}\p{Lt}]/u.test(subject),
  istitle: (subject) => /\p{L}/u.test(subject) && title(subject) === subject,
  isascii: (subject) => [...subject].every((c) => (c.codePointAt(0) as number) < 128),
  isprintable: (subject) => !/[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u.test(subject),
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
    return subject + filling(fill).repeat(Math.max(0, count(width) - [...subject].length))
  },
  rjust: (subject, args) => {
    const [width, fill] = args.bind("width", "fillchar")
    return filling(fill).repeat(Math.max(0, count(width) - [...subject].length)) + subject
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
    return splitLines(subject, keep !== undefined && truthy(keep))
  },
  startswith: (subject, args) => edge(args, subject, (part, prefix) => part.startsWith(prefix)),
  swapcase: (subject) => [...subject].map((c) => (c === c.toUpperCase() ? c.toLowerCase() : c.toUpperCase())).join(""),
  title: (subject) => title(subject),
  translate: (subject, args) => {
    const [table] = args.bind("table")
    if (!(table instanceof Dict)) return fail("translate() takes a dictionary")
    const changed = (c: string): string => {
      const found = table.get(c.codePointAt(0) as number)
      if (found === undefined) return c
      return found === null ? "" : typeof found === "number" ? String.fromCodePoint(found) : text(found)
    }
    return [...subject].map(changed).join("")
  },
  zfill: (subject, args) => {
    const [, sign = "", rest = ""] = /^([+-]?)([\s\S]*)$/.exec(subject) as RegExpExecArray
    return sign + "0".repeat(Math.max(0, count(args.bind("width")[0]) - [...subject].length)) + rest
  }
}

/** Methods that take arguments by name. */
const withNames = ["encode", "expandtabs", "rsplit", "split", "splitlines"]

/** Returns the method of that name but `format`, which reaches into the values it formats. */
export const stringMethod = (subject: string, name: string): Value | undefined =>
  methodOf(methods, subject, name, withNames)
