/** What Python's operators do with the values of a template. Errors are worded as Python words them. */
import type { BinaryOperator, CompareOperator } from "./Ast.ts"
import { DictView } from "./DictView.ts"
import { formatPercent } from "./formatPercent.ts"
import { asNumber, asWhole, compareNumbers, divide, floorDivide, whole } from "./Numbers.ts"
import { str } from "./Print.ts"
import { SetObject } from "./SetObject.ts"
import { fail } from "./TemplateError.ts"
import { defined, typeName } from "./typeName.ts"
import { Dict, Float, given, HostObject, Tuple, Undefined, type Value } from "./Value.ts"

/** Returns whether a value counts as true. */
export const truthy = (value: Value): boolean => {
  if (typeof value === "string") return value !== ""
  if (typeof value === "number" || typeof value === "bigint") return Number(value) !== 0
  if (typeof value === "boolean") return value
  if (value === null || value instanceof Undefined) return false
  if (value instanceof Float) return value.value !== 0
  if (Array.isArray(value)) return value.length > 0
  if (value instanceof Tuple) return value.items.length > 0
  if (value instanceof Dict) return value.size > 0
  return value.truthy()
}

/** Returns what iterating gives, or undefined when the value cannot be iterated. */
export const iterated = (value: Value): Iterable<Value> | undefined => {
  if (typeof value === "string" || Array.isArray(value)) return value
  if (value instanceof Tuple) return value.items
  if (value instanceof Dict) return value.keys()
  if (value instanceof Undefined) return []
  return value instanceof HostObject ? value.iterate() : undefined
}

/** Returns the items of a list, tuple or text, or the keys of a dictionary. Fails the template for any other value. */
export const iterate = (value: Value): Iterable<Value> =>
  iterated(value) ?? fail(`'${typeName(value)}' object is not iterable`)

const sameItems = (left: ReadonlyArray<Value>, right: ReadonlyArray<Value>): boolean =>
  left.length === right.length && left.every((item, index) => equals(item, right[index] as Value))

/** `==`: numbers by value, collections by their items. */
export const equals = (left: Value, right: Value): boolean => {
  if (left === right) return true
  const numbers = compareNumbers(left, right)
  if (numbers !== undefined) return numbers === 0
  if (Array.isArray(left)) return Array.isArray(right) && sameItems(left, right)
  if (left instanceof Tuple) return right instanceof Tuple && sameItems(left.items, right.items)
  if (left instanceof Dict) {
    return (
      right instanceof Dict &&
      left.size === right.size &&
      left.entries().every(([key, item]) => right.has(key) && equals(item, right.get(key) as Value))
    )
  }
  if (left instanceof SetObject) return right instanceof SetObject && left.size === right.size && left.isWithin(right)
  if (left instanceof HostObject && right instanceof HostObject) return left.equals(right)
  return left instanceof Undefined && right instanceof Undefined
}

/** Python orders text by code points. */
const orderTexts = (left: string, right: string): number => {
  const [l, r] = [[...left], [...right]]
  const i = l.findIndex((letter, at) => letter !== r[at])
  const [a, b] = [l[i]?.codePointAt(0), r[i]?.codePointAt(0)]
  return a === undefined || b === undefined ? l.length - r.length : a - b
}

const orderItems = (left: ReadonlyArray<Value>, right: ReadonlyArray<Value>, operator: string): number => {
  const i = left.findIndex((item, at) => at >= right.length || !equals(item, right[at] as Value))
  return i < 0 || i >= right.length ? left.length - right.length : order(left[i] as Value, right[i] as Value, operator)
}

/** Negative, zero or positive as `left` comes before, with or after `right`. */
export const order = (left: Value, right: Value, operator = "<"): number => {
  const numbers = compareNumbers(left, right)
  if (numbers !== undefined) return numbers
  const own = left instanceof HostObject ? left.order(right) : undefined
  if (own !== undefined) return own
  if (typeof left === "string" && typeof right === "string") return orderTexts(left, right)
  if (Array.isArray(left) && Array.isArray(right)) return orderItems(left, right, operator)
  if (left instanceof Tuple && right instanceof Tuple) return orderItems(left.items, right.items, operator)
  defined(left)
  defined(right)
  return fail(`'${operator}' not supported between instances of '${typeName(left)}' and '${typeName(right)}'`)
}

/** `item in container`. */
export const contains = (container: Value, item: Value): boolean => {
  if (typeof container === "string") {
    return typeof item === "string"
      ? container.includes(item)
      : fail(`'in <string>' requires string as left operand, not ${typeName(defined(item))}`)
  }
  if (container instanceof Dict) return container.has(item)
  if (container instanceof SetObject) return container.has(item)
  const items = iterated(container) ?? fail(`argument of type '${typeName(container)}' is not iterable`)
  for (const other of items) if (equals(item, other)) return true
  return false
}

const comparisons: Readonly<Record<CompareOperator, (left: Value, right: Value) => boolean>> = {
  "==": (left, right) => equals(left, right),
  "!=": (left, right) => !equals(left, right),
  "<": (left, right) => order(left, right, "<") < 0,
  "<=": (left, right) => order(left, right, "<=") <= 0,
  ">": (left, right) => order(left, right, ">") > 0,
  ">=": (left, right) => order(left, right, ">=") >= 0,
  in: (left, right) => contains(right, left),
  "not in": (left, right) => !contains(right, left)
}

/** `<`, `<=`, `>` and `>=`. Fails the template for values without an order. */
export const compare = (operator: CompareOperator, left: Value, right: Value): boolean =>
  comparisons[operator](left, right)

/** More digits than any template needs. Without a limit, a multiplication could fill the memory. */
const largest = 1n << 1_000_000n
const tooLarge = (value: bigint): boolean => value > largest || value < -largest

type Arithmetic<A> = Readonly<Record<BinaryOperator, (a: A, b: A) => Value>>

const wholeArithmetic: Arithmetic<bigint> = {
  "+": (a, b) => whole(a + b),
  "-": (a, b) => whole(a - b),
  "*": (a, b) => (tooLarge(a) || tooLarge(b) ? fail("the product is too large") : whole(a * b)),
  "/": (a, b) => (b === 0n ? fail("division by zero") : new Float(divide(a, b))),
  "//": (a, b) => (b === 0n ? fail("integer division or modulo by zero") : whole(floorDivide(a, b))),
  "%": (a, b) => (b === 0n ? fail("integer modulo by zero") : whole(a - floorDivide(a, b) * b)),
  "**": (a, b) => {
    if (b < 0n) return a === 0n ? fail("0.0 cannot be raised to a negative power") : new Float(Number(a) ** Number(b))
    // A template must not be able to fill the memory with one number.
    return b * BigInt(a.toString(2).length) > 100_000n ? fail("the power is too large") : whole(a ** b)
  }
}

const floatArithmetic: Arithmetic<number> = {
  "+": (a, b) => new Float(a + b),
  "-": (a, b) => new Float(a - b),
  "*": (a, b) => new Float(a * b),
  "/": (a, b) => (b === 0 ? fail("float division by zero") : new Float(a / b)),
  "//": (a, b) => (b === 0 ? fail("float floor division by zero") : new Float(Math.floor(a / b))),
  "%": (a, b) => {
    if (b === 0) return fail("float modulo")
    const rest = a % b
    return new Float(rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest)
  },
  "**": (a, b) => {
    if (a === 0 && b < 0) return fail("0.0 cannot be raised to a negative power")
    const power = a ** b
    if (Number.isNaN(power) && !Number.isNaN(a) && !Number.isNaN(b)) return fail("complex numbers are not supported")
    return Number.isFinite(power) || !Number.isFinite(a) || !Number.isFinite(b)
      ? new Float(power)
      : fail("(34, 'Numerical result out of range')")
  }
}

/** Limit of the items of a list and of the letters of a repeated text: a template must not be able to fill the memory. */
export const longestList = 10_000_000

const repeat = (value: Value, times: bigint): Value | undefined => {
  const count = times < 0n ? 0 : Number(times)
  const size = typeof value === "string" ? value.length : Array.isArray(value) ? value.length : 0
  if (size * count > longestList) return fail("the repetition is too long")
  if (typeof value === "string") return value.repeat(count)
  if (Array.isArray(value)) return Array.from({ length: count }, () => value).flat()
  if (value instanceof Tuple) return new Tuple(Array.from({ length: count }, () => value.items).flat())
  return undefined
}

type Operation = (left: Value, right: Value) => Value | undefined

const add: Operation = (left, right) => {
  const own = left instanceof HostObject ? left.plus(right, false) : undefined
  const ofRight = own === undefined && right instanceof HostObject ? right.plus(left, true) : own
  if (ofRight !== undefined) return ofRight
  if (typeof left === "string")
    return typeof right === "string" ? left + right : fail(`can only concatenate str (not "${typeName(right)}") to str`)
  if (Array.isArray(left) && Array.isArray(right))
    return left.length + right.length > longestList ? fail("the list is too long") : [...left, ...right]
  return left instanceof Tuple && right instanceof Tuple ? new Tuple([...left.items, ...right.items]) : undefined
}

const subtract: Operation = (left, right) => {
  const own = left instanceof HostObject ? left.minus(right) : undefined
  if (own !== undefined) return own
  if (left instanceof DictView && left.isLikeSet) return new SetObject(left.iterate()).without(iterate(right))
  return left instanceof SetObject && right instanceof SetObject ? left.without(right.iterate()) : undefined
}

const multiply: Operation = (left, right) => {
  const [a, b] = [asWhole(left), asWhole(right)]
  return b !== undefined ? repeat(left, b) : a !== undefined ? repeat(right, a) : undefined
}

/** Operators of what is not a number. */
const operations: Readonly<Partial<Record<BinaryOperator, Operation>>> = { "+": add, "-": subtract, "*": multiply }

/** `+`, `-`, `*`, `/`, `//`, `%` and `**`: exact with whole numbers, and what Python does with texts and lists. */
export const arithmetic = (operator: BinaryOperator, left: Value, right: Value): Value => {
  defined(left)
  if (operator === "%" && typeof left === "string") return formatPercent(left, right)
  defined(right)
  const [a, b] = [asWhole(left), asWhole(right)]
  if (a !== undefined && b !== undefined) return wholeArithmetic[operator](a, b)
  const [x, y] = [asNumber(left), asNumber(right)]
  if (x !== undefined && y !== undefined) return floatArithmetic[operator](x, y)
  const name = operator === "**" ? "** or pow()" : operator
  return given(operations[operator]?.(left, right), () =>
    fail(`unsupported operand type(s) for ${name}: '${typeName(left)}' and '${typeName(right)}'`)
  )
}

/** `-value`. Fails the template if it is not a number. */
export const negative = (value: Value): Value => {
  const number = asWhole(defined(value))
  if (number !== undefined) return whole(-number)
  return value instanceof Float ? new Float(-value.value) : fail(`bad operand type for unary -: '${typeName(value)}'`)
}

/** `+value`. Fails the template if it is not a number. */
export const positive = (value: Value): Value => {
  const number = asWhole(defined(value))
  if (number !== undefined) return whole(number)
  return value instanceof Float ? value : fail(`bad operand type for unary +: '${typeName(value)}'`)
}

/** Python's `len`. */
export const length = (value: Value): number => {
  if (typeof value === "string") return [...value].length
  if (Array.isArray(value)) return value.length
  if (value instanceof Tuple) return value.items.length
  if (value instanceof Dict) return value.size
  if (value instanceof Undefined) return 0
  const size = value instanceof HostObject ? value.length() : undefined
  return size === undefined ? fail(`object of type '${typeName(value)}' has no len()`) : size
}

/** `a ~ b ~ …`: the values as text, one after another. */
export const concat = (values: ReadonlyArray<Value>): string => values.map(str).join("")
