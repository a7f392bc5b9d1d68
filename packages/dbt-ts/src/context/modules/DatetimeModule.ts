/** `modules.datetime`: `date`, `datetime` and `timedelta`, in UTC. */
import { Clock } from "effect"
import { Arguments, count, text } from "../../jinja/Arguments.ts"
import { fail } from "../../jinja/TemplateError.ts"
import { HostFunction, HostObject, LookupObject, type Named, plainFunction, type Value } from "../../jinja/Value.ts"
import { type Fields, fieldNames, strptime } from "./DateFormat.ts"
import { Moment, momentOf } from "./Moment.ts"
import { perDay, TimeDelta } from "./TimeDelta.ts"

/** Returns a module; what it lacks is refused by name. */
export const moduleObject = (module: string, members: Readonly<Record<string, Value>>): Value =>
  new LookupObject("dict", (name) =>
    Object.hasOwn(members, name) ? members[name] : fail(`${module}.${name} is not supported`)
  )

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
  override readonly callable = true
  protected override result(args: ReadonlyArray<Value>, named: Named): Value {
    const wanted = fieldNames.slice(0, this.#kind === "date" ? 3 : 7)
    const found = new Arguments(this.#kind, args, named).bind(...wanted, "tzinfo")
    const zone = found[wanted.length]
    const fields = Object.fromEntries(
      fieldNames.map((name, index) => [
        name,
        count(index < wanted.length ? found[index] : undefined, index < 3 ? undefined : 0)
      ])
    ) as unknown as Fields
    return new Moment(this.#kind, momentOf(fields), zone !== undefined && zone !== null)
  }
  override attribute(name: string): Value | undefined {
    const kind = this.#kind
    if (kind === "date" && ["now", "utcnow", "strptime"].includes(name)) return undefined
    switch (name) {
      case "now":
      case "today":
      case "utcnow":
        return new HostFunction(name, function* (args, named) {
          const millis = (yield* Clock.currentTimeMillis) as number
          const micros = BigInt(millis) * 1000n
          if (kind === "date") return new Moment(kind, (micros / perDay) * perDay)
          return new Moment(kind, micros, args.length + named.size > 0)
        })
      case "strptime":
        return plainFunction(name, (args) => new Moment(kind, momentOf(strptime(text(args[0]), text(args[1])))))
      case "fromisoformat":
        return plainFunction(name, (args) => fromIso(kind, text(args[0])))
      case "fromordinal":
        return plainFunction(name, (args) => new Moment(kind, BigInt(count(args[0]) - 719_163) * perDay))
      case "min":
        return fromIso(kind, "0001-01-01")
      default:
        return undefined
    }
  }
  override print(): string {
    return `<class 'datetime.${this.#kind}'>`
  }
}

export const datetimeModule = moduleObject("modules.datetime", {
  date: new MomentClass("date"),
  datetime: new MomentClass("datetime"),
  timedelta: plainFunction("timedelta", (args, named) => TimeDelta.of(args, named))
})
