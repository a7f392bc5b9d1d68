/** Attributes, items and slices. Only what a template may reach: no attribute of the host's own objects. */

import { dictMethod, listMethod, tupleMethod } from "./CollectionMethods.ts"
import { formatBraces, type Lookup } from "./formatBraces.ts"
import { asWhole } from "./Numbers.ts"
import { repr } from "./Print.ts"
import { setMethod } from "./SetMethods.ts"
import { SetObject } from "./SetObject.ts"
import { stringMethod } from "./StringMethods.ts"
import { fail } from "./TemplateError.ts"
import { typeName } from "./typeName.ts"
import { Dict, given, HostObject, plainFunction, Tuple, Undefined, type Value } from "./Value.ts"

const lookup: Lookup = {
  attribute: (value, name) => attributeOf(value, name, false),
  item: (value, key) => itemOf(value, key, false)
}

const realAttribute = (value: Value, name: string): Value | undefined => {
  if (value instanceof SetObject) return setMethod(value, name)
  if (value instanceof HostObject) return value.attribute(name)
  if (typeof value === "string") {
    return name === "format"
      ? plainFunction(name, (args, named) => formatBraces(value, args, named, lookup))
      : stringMethod(value, name)
  }
  if (Array.isArray(value)) return listMethod(value, name)
  if (value instanceof Tuple) return given(value.items[value.names.indexOf(name)], () => tupleMethod(value, name))
  return value instanceof Dict ? dictMethod(value, name) : undefined
}

const at = (items: ReadonlyArray<Value>, key: Value): Value | undefined => {
  const index = asWhole(key)
  return index === undefined ? undefined : items[Number(index < 0n ? BigInt(items.length) + index : index)]
}

const realItem = (value: Value, key: Value): Value | undefined => {
  if (value instanceof Dict) return value.get(key)
  if (typeof value === "string") return at([...value], key)
  if (Array.isArray(value)) return at(value, key)
  if (value instanceof Tuple) return at(value.items, key)
  return value instanceof HostObject ? value.item(key) : undefined
}

const missing = (value: Value, key: Value, lenient: boolean): Undefined => {
  const module = value instanceof HostObject && value.module !== "" ? `${value.module}.` : ""
  const object = value === null ? "None" : `${module}${typeName(value)} object`
  return typeof key === "string"
    ? new Undefined(`'${object}' has no attribute ${repr(key)}`, lenient)
    : new Undefined(`${object} has no element ${repr(key)}`, lenient)
}

/** Returns the attribute only, ignoring items. */
export const onlyAttributeOf = (value: Value, name: string, lenient: boolean): Value => {
  if (value instanceof Undefined) return value.lenient ? value : fail(value.hint)
  return given(realAttribute(value, name), () => missing(value, name, lenient))
}

/** `value.name`: the attribute, else the item of that name. */
export const attributeOf = (value: Value, name: string, lenient: boolean): Value => {
  if (value instanceof Undefined) return value.lenient ? value : fail(value.hint)
  return given(
    given(realAttribute(value, name), () => realItem(value, name)),
    () => missing(value, name, lenient)
  )
}

/** `value[key]`: the item, else the attribute of that name. */
export const itemOf = (value: Value, key: Value, lenient: boolean): Value => {
  if (value instanceof Undefined) return value.lenient ? value : fail(value.hint)
  const item = realItem(value, key)
  if (item !== undefined) return item
  return given(typeof key === "string" ? realAttribute(value, key) : undefined, () => missing(value, key, lenient))
}

/** Returns the places that a slice of something of this size takes; undefined where a bound is not a whole number. */
export const slicePlaces = (
  size: number,
  start: Value,
  stop: Value,
  step: Value
): ReadonlyArray<number> | undefined => {
  const wholes = [start, stop, step].map((value) => (value === null ? null : asWhole(value)))
  if (wholes.some((value) => value === undefined)) return undefined
  const [first, last, by] = wholes.map((value) => (value === null ? null : Number(value)))
  const pace = by ?? 1
  if (pace === 0) return fail("slice step cannot be zero")
  const bound = (value: number | null | undefined, otherwise: number): number => {
    if (value === null || value === undefined) return otherwise
    const index = value < 0 ? value + size : value
    return pace > 0 ? Math.min(Math.max(index, 0), size) : Math.min(Math.max(index, -1), size - 1)
  }
  const from = bound(first, pace > 0 ? 0 : size - 1)
  const to = bound(last, pace > 0 ? size : -1)
  const found: Array<number> = []
  for (let i = from; pace > 0 ? i < to : i > to; i += pace) found.push(i)
  return found
}

/** `value[start:stop:step]`, null where a bound is left out; undefined where that cannot be. */
export const sliceOf = (value: Value, start: Value, stop: Value, step: Value): Value | undefined => {
  if (value instanceof Undefined) return value.lenient ? value : fail(value.hint)
  const pick = <A>(items: ReadonlyArray<A>): Array<A> | undefined =>
    slicePlaces(items.length, start, stop, step)?.map((index) => items[index] as A)
  if (typeof value === "string") return pick([...value])?.join("")
  if (Array.isArray(value)) return pick(value)
  if (value instanceof HostObject) return value.slice(start, stop, step)
  const items = value instanceof Tuple ? pick(value.items) : undefined
  return items && new Tuple(items)
}
