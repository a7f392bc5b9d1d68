/** `modules.datetime`: `date`, `datetime` and `timedelta`, in UTC. */
import { Clock } from "effect"
import { Arguments, count, text } from "../../jinja/Arguments.ts"
import { fail } from "../../jinja/TemplateError.ts"
import { HostFunction, HostObject, type Named, plainFunction, type Step, type Value } from "../../jinja/Value.ts"
import { strptime } from "./DateFormat.ts"
import { Moment, momentOf, perDay } from "./Moment.ts"
import { TimeDelta } from "./TimeDelta.ts"

const names = ["year", "month", "day", "hour", "minute", "second", "microsecond"] as const

/** An object with attributes that are given once. */
export class ModuleObject extends HostObject {
  readonly typeName = "dict"
  readonly #name: string
  readonly #members: Readonly<Record<string, Value>>
  constructor(name: string, members: Readonly<Record<string, Value>>) {
    super()
    this.#name = name
    this.#members = members
  }
  override attribute(name: string): Value | undefined {
    if (Object.hasOwn(this.#members, name)) return this.#members[name]
    return fail(`${this.#name}.${name} is not supported`)
  }
}

const fromIso = (kind: "date" | "datetime", written: string): Moment => {
  const found = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?(Z|\+00:00)?)?$/.exec(written)
  if (found === null || (kind === "date" && found[4] !== undefined)) {
    return fail(`Invalid isoformat string: '${written}'`)
  }
  const [, year, month, day, hour = 0, minute = 0, second = 0, fraction = "0", zone] = found
  const fields = { year, month, day, hour, minute, second, microsecond: fraction.padEnd(6, "0") }
  const whole = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, Number(value)]))
  return new Moment(kind, momentOf(whole as unknown as Parameters<typeof momentOf>[0]), zone !== undefined)
}

/** The class itself: it can be called, and has ways to make one. */
class MomentClass extends HostObject {
  readonly typeName = "type"
  readonly #kind: "date" | "datetime"
  constructor(kind: "date" | "datetime") {
    super()
    this.#kind = kind
  }
  override get callable(): boolean {
    return true
  }
  // biome-ignore lint/correctness/useYield: it never waits
  override *call(args: ReadonlyArray<Value>, named: Named): Step<Value> {
    const found = new Arguments(this.#kind, args, named).bind(
      ...names.slice(0, this.#kind === "date" ? 3 : 7),
      "tzinfo"
    )
    const [year, month, day, hour, minute, second, microsecond, zone] = found
    const fields = {
      ...{ year: count(year), month: count(month), day: count(day) },
      ...{
        hour: count(hour, 0),
        minute: count(minute, 0),
        second: count(second, 0),
        microsecond: count(microsecond, 0)
      }
    }
    return new Moment(this.#kind, momentOf(fields), zone !== undefined && zone !== null)
  }
  override attribute(name: string): Value | undefined {
    const kind = this.#kind
    switch (name) {
      case "now":
      case "today":
      case "utcnow":
        if (kind === "date" && name !== "today") return undefined
        return new HostFunction(name, function* (args, named) {
          const millis = (yield* Clock.currentTimeMillis) as number
          const micros = BigInt(millis) * 1000n
          if (kind === "date") return new Moment(kind, (micros / perDay) * perDay)
          return new Moment(kind, micros, args.length + named.size > 0)
        })
      case "strptime":
        return kind === "date"
          ? undefined
          : plainFunction(name, (args) => new Moment(kind, momentOf(strptime(text(args[0]), text(args[1])))))
      case "fromisoformat":
        return plainFunction(name, (args) => fromIso(kind, text(args[0])))
      case "fromordinal":
        return plainFunction(name, (args) => new Moment(kind, BigInt(count(args[0]) - 719_163) * perDay))
      case "combine":
        return undefined
      case "min":
        return new Moment(kind, momentOf({ year: 1, month: 1, day: 1, hour: 0, minute: 0, second: 0, microsecond: 0 }))
      default:
        return undefined
    }
  }
  override print(): string {
    return `<class 'datetime.${this.#kind}'>`
  }
}

export const datetimeModule = new ModuleObject("modules.datetime", {
  date: new MomentClass("date"),
  datetime: new MomentClass("datetime"),
  timedelta: plainFunction("timedelta", (args, named) => TimeDelta.of(args, named))
})
