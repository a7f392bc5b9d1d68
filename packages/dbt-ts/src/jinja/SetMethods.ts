/** Methods of sets, as Python has them. */
import { iterate } from "./Operators.ts"
import { repr } from "./Print.ts"
import { SetObject } from "./SetObject.ts"
import { fail } from "./TemplateError.ts"
import { plainFunction, type Value } from "./Value.ts"

type Method = (set: SetObject, args: ReadonlyArray<Value>) => Value

const first = (args: ReadonlyArray<Value>): Value => (args[0] === undefined ? fail("an argument is missing") : args[0])
const other = (args: ReadonlyArray<Value>): SetObject => new SetObject(iterate(first(args)))
const union = (set: SetObject, args: ReadonlyArray<Value>): SetObject =>
  new SetObject([...set.iterate(), ...args.flatMap((each) => [...iterate(each)])])
const difference = (set: SetObject, args: ReadonlyArray<Value>): SetObject =>
  args.reduce<SetObject>((left, each) => left.without(iterate(each)), set)
const intersection = (set: SetObject, args: ReadonlyArray<Value>): SetObject =>
  args.reduce<SetObject>((left, each) => left.shared(iterate(each)), set)
const symmetric: Method = (set, args) => union(set.without(other(args).iterate()), [other(args).without(set.iterate())])

/** Returns a method that changes the set itself into what `result` gives. */
const changing =
  (result: (set: SetObject, args: ReadonlyArray<Value>) => SetObject): Method =>
  (set, args) => {
    set.replace(result(set, args).iterate())
    return null
  }

const methods: Readonly<Record<string, Method>> = {
  add: changing((set, args) => union(set, [[first(args)]])),
  clear: changing(() => new SetObject([])),
  copy: (set) => new SetObject(set.iterate()),
  difference,
  difference_update: changing(difference),
  discard: changing((set, args) => difference(set, [[first(args)]])),
  intersection,
  intersection_update: changing(intersection),
  isdisjoint: (set, args) => set.shared(other(args).iterate()).size === 0,
  issubset: (set, args) => set.isWithin(other(args)),
  issuperset: (set, args) => other(args).isWithin(set),
  pop: (set) => {
    const [item] = set.iterate()
    if (item === undefined) return fail("pop from an empty set")
    set.delete(item)
    return item
  },
  remove: (set, args) => (set.delete(first(args)) ? null : fail(repr(first(args)))),
  symmetric_difference: symmetric,
  union,
  update: changing(union)
}

export const setMethod = (set: SetObject, name: string): Value | undefined => {
  const method = Object.hasOwn(methods, name) ? methods[name] : undefined
  return method === undefined ? undefined : plainFunction(name, (args) => method(set, args))
}
