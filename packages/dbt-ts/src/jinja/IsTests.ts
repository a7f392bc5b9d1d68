/** The tests of Jinja2 3.1: `value is name(…)`. */

import type { Language, Operation } from "./Language.ts"
import { asNumber, asWhole } from "./Numbers.ts"
import { arithmetic, compare, contains, equals, iterated } from "./Operators.ts"
import { str } from "./Print.ts"
import { stringMethod } from "./StringMethods.ts"
import { fail } from "./TemplateError.ts"
import { Dict, Float, Generated, given, HostFunction, HostObject, Tuple, Undefined, type Value } from "./Value.ts"

const first = (args: ReadonlyArray<Value>): Value => given(args[0], () => fail("a test needs an argument"))

const isWhole = (value: Value): boolean => typeof value === "number" || typeof value === "bigint"

const rest = (value: Value, by: Value): Value => arithmetic("%", value, by)

const isCase = (value: Value, method: "islower" | "isupper"): boolean => {
  const question = stringMethod(str(value), method)
  return question instanceof HostFunction && question.body([], new Map()).next().value === true
}

const tests: Readonly<Record<string, Operation<boolean>>> = {
  boolean: (value) => typeof value === "boolean",
  callable: (value) => value instanceof Undefined || (value instanceof HostObject && value.callable),
  defined: (value) => !(value instanceof Undefined),
  divisibleby: (value, args) => equals(rest(value, first(args)), 0),
  eq: (value, args) => equals(value, first(args)),
  escaped: () => false,
  even: (value) => equals(rest(value, 2), 0),
  false: (value) => value === false,
  filter: (value, _args, _named, language: Language) => language.filter(str(value)) !== undefined,
  float: (value) => value instanceof Float,
  ge: (value, args) => compare(">=", value, first(args)),
  gt: (value, args) => compare(">", value, first(args)),
  in: (value, args) => contains(first(args), value),
  integer: isWhole,
  iterable: (value) => iterated(value instanceof Generated ? "" : value) !== undefined,
  le: (value, args) => compare("<=", value, first(args)),
  lower: (value) => isCase(value, "islower"),
  lt: (value, args) => compare("<", value, first(args)),
  mapping: (value) => value instanceof Dict || (value instanceof HostObject && value.isMapping),
  ne: (value, args) => !equals(value, first(args)),
  none: (value) => value === null,
  number: (value) => asNumber(value) !== undefined,
  odd: (value) => equals(rest(value, 2), 1),
  sameas: (value, args) =>
    value === first(args) ||
    (asWhole(value) !== undefined && typeof value === typeof args[0] && equals(value, first(args))),
  sequence: (value) =>
    typeof value === "string" ||
    Array.isArray(value) ||
    value instanceof Tuple ||
    value instanceof Dict ||
    value instanceof Undefined ||
    (value instanceof HostObject && value.subscriptable),
  string: (value) => typeof value === "string",
  test: (value, _args, _named, language) => language.test(str(value)) !== undefined,
  true: (value) => value === true,
  undefined: (value) => value instanceof Undefined,
  upper: (value) => isCase(value, "isupper")
}

const otherNames: Readonly<Record<string, string>> = {
  "==": "eq",
  equalto: "eq",
  "!=": "ne",
  ">": "gt",
  greaterthan: "gt",
  ">=": "ge",
  "<": "lt",
  lessthan: "lt",
  "<=": "le"
}

export const testNamed = (name: string): Operation<boolean> | undefined => {
  const known = Object.hasOwn(otherNames, name) ? (otherNames[name] as string) : name
  return Object.hasOwn(tests, known) ? tests[known] : undefined
}
