/** Methods of lists, tuples and dictionaries, as Python has them. */
import { type Arguments, count } from "./Arguments.ts"
import { DictView } from "./DictView.ts"
import { type Methods, methodOf } from "./MethodOf.ts"
import { equals, iterate, longestList, order, truthy } from "./Operators.ts"
import { repr } from "./Print.ts"
import { fail } from "./TemplateError.ts"
import { defined } from "./typeName.ts"
import { Dict, given, type List, plainFunction, Tuple, type Value } from "./Value.ts"

const method = <Subject>(methods: Methods<Subject>, subject: Subject, name: string): Value | undefined =>
  methodOf(methods, subject, name, ["sort"])

const indexIn = (items: ReadonlyArray<Value>, wanted: Value, message: string): number => {
  const index = items.findIndex((item) => equals(item, wanted))
  return index === -1 ? fail(message) : index
}

const needed = (value: Value | undefined): Value => (value === undefined ? fail("an argument is missing") : value)

/** A place in a list counted from its end when negative. */
const place = (list: List, index: number): number => (index < 0 ? index + list.length : index)

const listMethods: Methods<List> = {
  append: (list, args) => {
    list.push(needed(args.bind("item")[0]))
    if (list.length > longestList) fail("the list is too long")
    return null
  },
  clear: (list) => {
    list.length = 0
    return null
  },
  copy: (list) => [...list],
  count: (list, args) => {
    const wanted = needed(args.bind("value")[0])
    return list.filter((item) => equals(item, wanted)).length
  },
  extend: (list, args) => {
    for (const item of [...iterate(needed(args.bind("iterable")[0]))]) list.push(item)
    if (list.length > longestList) fail("the list is too long")
    return null
  },
  index: (list, args) => {
    const wanted = needed(args.bind("value")[0])
    return indexIn(list, wanted, `${repr(wanted)} is not in list`)
  },
  insert: (list, args) => {
    const [index, item] = args.bind("index", "item")
    list.splice(count(index), 0, needed(item))
    return null
  },
  pop: (list, args) => {
    const index = place(list, count(args.bind("index")[0], -1))
    if (list.length === 0) fail("pop from empty list")
    if (index < 0 || index >= list.length) fail("pop index out of range")
    return list.splice(index, 1)[0] as Value
  },
  remove: (list, args) => {
    list.splice(indexIn(list, needed(args.bind("value")[0]), "list.remove(x): x not in list"), 1)
    return null
  },
  reverse: (list) => {
    list.reverse()
    return null
  },
  sort: (list, args) => {
    const [reverse] = args.bind("reverse")
    const backwards = reverse !== undefined && truthy(reverse)
    list.sort((a, b) => (backwards ? order(b, a) : order(a, b)))
    return null
  }
}

const tupleMethods: Methods<Tuple> = {
  count: (tuple, args) => {
    const wanted = needed(args.bind("value")[0])
    return tuple.items.filter((item) => equals(item, wanted)).length
  },
  index: (tuple, args) => indexIn(tuple.items, needed(args.bind("value")[0]), "tuple.index(x): x not in tuple")
}

/** Returns a dictionary from another one, or from pairs. */
export const dictFrom = (value: Value): Dict => {
  defined(value)
  if (value instanceof Dict) return Dict.of(value.entries())
  const dict = new Dict()
  for (const pair of iterate(value)) {
    const [key, item, ...more] = [...iterate(pair)]
    if (key === undefined || item === undefined || more.length > 0) {
      return fail("dictionary update sequence element has the wrong length; 2 is required")
    }
    dict.set(key, item)
  }
  return dict
}

/** `dict.fromkeys(keys, value)`. */
export const fromKeys = (args: Arguments): Dict => {
  const [keys, value] = args.bind("iterable", "value")
  return Dict.of([...iterate(needed(keys))].map((key) => [key, given(value, () => null)] as const))
}

const dictMethods: Methods<Dict> = {
  clear: (dict) => {
    dict.clear()
    return null
  },
  copy: (dict) => Dict.of(dict.entries()),
  get: (dict, args) => {
    const [key, otherwise] = args.bind("key", "default")
    return given(dict.get(needed(key)), () => otherwise ?? null)
  },
  items: (dict) => new DictView("dict_items", () => dict.entries().map((pair) => new Tuple(pair))),
  keys: (dict) => new DictView("dict_keys", () => dict.keys()),
  values: (dict) => new DictView("dict_values", () => dict.values()),
  pop: (dict, args) => {
    const [key, otherwise] = args.bind("key", "default")
    const value = given(dict.get(needed(key)), () => otherwise)
    if (value === undefined) return fail(repr(needed(key)))
    dict.delete(needed(key))
    return value
  },
  popitem: (dict) => {
    const last = dict.entries().at(-1)
    if (last === undefined) return fail("popitem(): dictionary is empty")
    dict.delete(last[0])
    return new Tuple(last)
  },
  fromkeys: (_dict, args) => fromKeys(args),
  setdefault: (dict, args) => {
    const [key, otherwise] = args.bind("key", "default")
    if (!dict.has(needed(key))) dict.set(needed(key), otherwise ?? null)
    return dict.get(needed(key)) as Value
  }
}

/** Returns a list's method; undefined if lists have none of this name. */
export const listMethod = (list: List, name: string): Value | undefined => method(listMethods, list, name)

/** Returns a tuple's method; undefined if tuples have none of this name. */
export const tupleMethod = (tuple: Tuple, name: string): Value | undefined => method(tupleMethods, tuple, name)

/** Returns a dictionary's method; undefined if dictionaries have none of this name. */
export const dictMethod = (dict: Dict, name: string): Value | undefined =>
  // `update` takes any names, so it binds its own arguments.
  name === "update"
    ? plainFunction(name, (args, named) => {
        for (const [key, value] of args[0] === undefined ? [] : dictFrom(args[0]).entries()) dict.set(key, value)
        for (const [key, value] of named) dict.set(key, value)
        return null
      })
    : method(dictMethods, dict, name)
