/** The filters of Jinja2 3.1 over sequences. */
import { itemOf } from "./Access.ts"
import { Arguments, count, isOn, taking } from "./Arguments.ts"
import type { Language, Operation } from "./Language.ts"
import { arithmetic, equals, iterate, length, order, truthy } from "./Operators.ts"
import { str } from "./Print.ts"
import { fail } from "./TemplateError.ts"
import { Dict, Generated, given, Tuple, Undefined, type Value } from "./Value.ts"

type Getter = (item: Value) => Value

/** Follows `a.b.0`; the default replaces a missing value. */
const getter = (attribute: Value | undefined, language: Language, otherwise: Value = null): Getter => {
  if (attribute === undefined || attribute === null) return (item) => item
  const parts: ReadonlyArray<Value> =
    typeof attribute === "string"
      ? attribute.split(".").map((part) => (/^\d+$/.test(part) ? Number(part) : part))
      : [attribute]
  return (item) => {
    let value = item
    for (const part of parts) {
      value = itemOf(value, part, language.lenient)
      if (otherwise !== null && value instanceof Undefined) value = otherwise
    }
    return value
  }
}

/** Text in lower case, so that upper and lower case sort together. */
const folded = (value: Value): Value => (typeof value === "string" ? value.toLowerCase() : value)

const sortBy = (items: Iterable<Value>, key: Getter, sensitive: boolean, reverse: boolean): Array<Value> => {
  const keyed = [...items].map((item) => ({ item, key: sensitive ? key(item) : folded(key(item)) }))
  // Python's reverse keeps equal items in their order, as a negated comparison does.
  keyed.sort((a, b) => (reverse ? order(b.key, a.key) : order(a.key, b.key)))
  return keyed.map(({ item }) => item)
}

const multiGetter = (attribute: Value | undefined, language: Language): Getter => {
  if (typeof attribute !== "string" || !attribute.includes(",")) return getter(attribute, language)
  const getters = attribute.split(",").map((part) => getter(part, language))
  return (item) => getters.map((get) => folded(get(item)))
}

const extreme = (sign: number): Operation<Value> =>
  taking(["case_sensitive", "attribute"], (value, [sensitive, attribute], language) => {
    const key = getter(attribute, language)
    let best: Value | undefined
    const worth = (item: Value): Value => (isOn(sensitive) ? key(item) : folded(key(item)))
    for (const item of iterate(value)) {
      if (best === undefined || sign * order(worth(item), worth(best)) > 0) best = item
    }
    return given(best, () => new Undefined("No aggregated item, sequence was empty.", language.lenient))
  })

const chosen =
  (keep: boolean, byAttribute: boolean): Operation<Value> =>
  (value, args, named, language) => {
    // As in Jinja, what is false is not even looked at.
    if (!truthy(value)) return new Generated([])
    const offset = byAttribute ? 1 : 0
    if (byAttribute && args.length === 0) fail("Missing parameter for attribute name")
    const get = byAttribute ? getter(args[0], language) : (item: Value): Value => item
    const name = args[offset]
    const test = name === undefined ? undefined : (language.test(str(name)) ?? fail(`No test named '${str(name)}'.`))
    const holds = (item: Value): boolean =>
      test === undefined ? truthy(get(item)) : test(get(item), args.slice(offset + 1), named, language)
    return new Generated([...iterate(value)].filter((item) => holds(item) === keep))
  }

const map: Operation<Value> = (value, args, named, language) => {
  if (!truthy(value)) return new Generated([])
  let each: Getter
  if (args.length === 0 && named.has("attribute")) {
    const [attribute, otherwise] = new Arguments("map", args, named).bind("attribute", "default")
    each = getter(attribute, language, otherwise ?? null)
  } else {
    if (args[0] === undefined) return fail("map requires a filter argument")
    const filter = language.filter(str(args[0])) ?? fail(`No filter named '${str(args[0])}'.`)
    each = (item) => filter(item, args.slice(1), named, language)
  }
  return new Generated([...iterate(value)].map(each))
}

const groupby = taking(
  ["attribute", "default", "case_sensitive"],
  (value, [attribute, otherwise, sensitive], language) => {
    if (attribute === undefined) return fail("groupby() needs an attribute")
    const real = getter(attribute, language, otherwise ?? null)
    const key = (item: Value): Value => (isOn(sensitive) ? real(item) : folded(real(item)))
    const groups: Array<{ key: Value; items: Array<Value> }> = []
    for (const item of sortBy(iterate(value), key, true, false)) {
      const last = groups.at(-1)
      if (last !== undefined && equals(last.key, key(item))) last.items.push(item)
      else groups.push({ key: key(item), items: [item] })
    }
    return groups.map(({ items }) => new Tuple([real(items[0] as Value), items], ["grouper", "list"]))
  }
)

const filters: Readonly<Record<string, Operation<Value>>> = {
  batch: taking(["linecount", "fill_with"], (value, [size, fill]) => {
    const items = [...iterate(value)]
    const rows: Array<Array<Value>> = []
    for (let i = 0; i < items.length; i += count(size)) rows.push(items.slice(i, i + count(size)))
    const last = rows.at(-1)
    if (last !== undefined && fill !== undefined && fill !== null) while (last.length < count(size)) last.push(fill)
    return new Generated(rows)
  }),
  count: (value) => length(value),
  first: (value, _args, _named, language) => {
    for (const item of iterate(value)) return item
    return new Undefined("No first item, sequence was empty.", language.lenient)
  },
  groupby,
  join: taking(["d", "attribute"], (value, [glue, attribute], language) =>
    [...iterate(value)].map((item) => str(getter(attribute, language)(item))).join(str(glue ?? ""))
  ),
  last: (value, _args, _named, language) =>
    given([...iterate(value)].at(-1), () => new Undefined("No last item, sequence was empty.", language.lenient)),
  length: (value) => length(value),
  list: (value) => [...iterate(value)],
  map,
  max: extreme(1),
  min: extreme(-1),
  reject: chosen(false, false),
  rejectattr: chosen(false, true),
  reverse: (value) =>
    typeof value === "string" ? [...value].reverse().join("") : new Generated([...iterate(value)].reverse()),
  select: chosen(true, false),
  selectattr: chosen(true, true),
  slice: taking(["slices", "fill_with"], (value, [number, fill]) => {
    const items = [...iterate(value)]
    const slices = count(number)
    const size = Math.floor(items.length / slices)
    const longer = items.length % slices
    const rows: Array<Array<Value>> = []
    let at = 0
    for (let i = 0; i < slices; i++) {
      const end = at + size + (i < longer ? 1 : 0)
      const row = items.slice(at, end)
      if (fill !== undefined && fill !== null && i >= longer) row.push(fill)
      rows.push(row)
      at = end
    }
    return new Generated(rows)
  }),
  sort: taking(["reverse", "case_sensitive", "attribute"], (value, [reverse, sensitive, attribute], language) =>
    sortBy(iterate(value), multiGetter(attribute, language), isOn(sensitive), isOn(reverse))
  ),
  sum: taking(["attribute", "start"], (value, [attribute, start], language) =>
    [...iterate(value)].map(getter(attribute, language)).reduce((sum, item) => arithmetic("+", sum, item), start ?? 0)
  ),
  unique: taking(["case_sensitive", "attribute"], (value, [sensitive, attribute], language) => {
    const get = getter(attribute, language)
    const seen = new Dict()
    const kept: Array<Value> = []
    for (const item of iterate(value)) {
      const key = isOn(sensitive) ? get(item) : folded(get(item))
      if (seen.has(key)) continue
      seen.set(key, true)
      kept.push(item)
    }
    return new Generated(kept)
  })
}

export const sequenceFilters = { filters, sortBy }
