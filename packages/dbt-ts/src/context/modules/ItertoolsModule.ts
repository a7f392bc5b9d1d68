/** `modules.itertools`: those that end. */
import { count } from "../../jinja/Arguments.ts"
import { arithmetic, iterate, truthy } from "../../jinja/Operators.ts"
import { fail } from "../../jinja/TemplateError.ts"
import { given, plainFunction, Tuple, type Value } from "../../jinja/Value.ts"
import { moduleObject } from "./DatetimeModule.ts"

/** More than these fill the memory. */
const maxItems = 1_000_000

const list = (value: Value | undefined): ReadonlyArray<Value> => [...iterate(value ?? fail("a list is needed"))]

const product = (lists: ReadonlyArray<ReadonlyArray<Value>>): ReadonlyArray<ReadonlyArray<Value>> => {
  if (lists.reduce((size, each) => size * each.length, 1) > maxItems) fail("the product is too long")
  return lists.reduce<ReadonlyArray<ReadonlyArray<Value>>>(
    (rows, each) => rows.flatMap((row) => each.map((item) => [...row, item])),
    [[]]
  )
}

/** Ways to take `size` of the items; `next` says from which place the rest is taken. */
const chosen = (
  items: ReadonlyArray<Value>,
  size: number,
  allowed: (taken: ReadonlyArray<number>, place: number) => boolean
): Array<Value> => {
  const rows: Array<Value> = []
  const take = (taken: ReadonlyArray<number>): void => {
    if (taken.length === size) {
      if (rows.length >= maxItems) fail("there are too many of them")
      rows.push(new Tuple(taken.map((place) => items[place] as Value)))
      return
    }
    items.forEach((_, place) => {
      if (allowed(taken, place)) take([...taken, place])
    })
  }
  take([])
  return rows
}

const last = (taken: ReadonlyArray<number>): number => taken.at(-1) ?? -1

export const itertoolsModule = moduleObject("modules.itertools", {
  accumulate: plainFunction("accumulate", (args) => {
    const sums: Array<Value> = []
    for (const item of list(args[0])) {
      const before = sums.at(-1)
      sums.push(before === undefined ? item : arithmetic("+", before, item))
    }
    return sums
  }),
  chain: plainFunction("chain", (args) => args.flatMap((each) => [...iterate(each)])),
  combinations: plainFunction("combinations", (args) =>
    chosen(list(args[0]), count(args[1]), (taken, place) => place > last(taken))
  ),
  combinations_with_replacement: plainFunction("combinations_with_replacement", (args) =>
    chosen(list(args[0]), count(args[1]), (taken, place) => place >= last(taken))
  ),
  compress: plainFunction("compress", (args) => {
    const chosenBy = list(args[1])
    return list(args[0]).filter((_, index) => truthy(chosenBy[index] ?? null))
  }),
  islice: plainFunction("islice", (args) => {
    const bounds = args.slice(1).map((each) => (each === null ? undefined : count(each)))
    const [from, to] = bounds.length === 1 ? [0, bounds[0]] : [bounds[0] ?? 0, bounds[1]]
    return list(args[0])
      .slice(from, to)
      .filter((_, index) => index % (bounds[2] ?? 1) === 0)
  }),
  permutations: plainFunction("permutations", (args) => {
    const items = list(args[0])
    const size = args[1] === undefined || args[1] === null ? items.length : count(args[1])
    return chosen(items, size, (taken, place) => !taken.includes(place))
  }),
  product: plainFunction("product", (args, named) => {
    const times = count(named.get("repeat"), 1)
    const lists = Array.from({ length: times }, () => args.map(list)).flat()
    return product(lists).map((row) => new Tuple(row))
  }),
  repeat: plainFunction("repeat", (args) => {
    const times = count(args[1])
    return times > maxItems ? fail("the repetition is too long") : Array.from({ length: times }, () => args[0] ?? null)
  }),
  zip_longest: plainFunction("zip_longest", (args, named) => {
    const lists = args.map(list)
    const size = Math.max(0, ...lists.map((each) => each.length))
    const fill = given(named.get("fillvalue"), () => null)
    return Array.from({ length: size }, (_, i) => new Tuple(lists.map((each) => given(each[i], () => fill))))
  })
})
