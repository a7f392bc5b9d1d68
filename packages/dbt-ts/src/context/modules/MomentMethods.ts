/** What templates may call on a date or time. */
import { type Arguments, count, text } from "../../jinja/Arguments.ts"
import { type Methods, methodOf } from "../../jinja/MethodOf.ts"
import { divide } from "../../jinja/Numbers.ts"
import { fail } from "../../jinja/TemplateError.ts"
import { Float, Tuple, type Value } from "../../jinja/Value.ts"
import { isoWeek, strftime, weekday } from "./DateFormat.ts"
import { type Fields, Moment, momentOf, perDay, perSecond } from "./Moment.ts"

const order = ["year", "month", "day", "hour", "minute", "second", "microsecond"] as const

const replaced = (moment: Moment, args: Arguments): Moment => {
  const found = args.bind(...order, "tzinfo")
  const utc = found[order.length]
  if (utc === null) return new Moment(moment.typeName, moment.micros)
  const fields = { ...moment.fields } as Record<keyof Fields, number>
  order.forEach((name, index) => {
    fields[name] = count(found[index], fields[name])
  })
  return new Moment(moment.typeName, momentOf(fields), moment.utc || utc !== undefined)
}

const methods: Methods<Moment> = {
  astimezone: (moment) =>
    moment.utc
      ? moment
      : fail("astimezone() of a time without a zone is not supported: the machine's zone is not asked"),
  date: (moment) => new Moment("date", BigInt(moment.days) * perDay),
  isocalendar: (moment) => new Tuple([...isoWeek(moment), weekday(moment) + 1], ["year", "week", "weekday"]),
  isoformat: (moment, args) => moment.iso(text(args.bind("sep")[0], "T")),
  isoweekday: (moment) => weekday(moment) + 1,
  replace: replaced,
  strftime: (moment, args) => strftime(moment, text(args.bind("format")[0])),
  timestamp: (moment) => new Float(divide(moment.micros, perSecond)),
  toordinal: (moment) => moment.days + 719_163,
  weekday: (moment) => weekday(moment)
}

/** Those that only a date with a time has. */
const ofTimes = new Set(["astimezone", "date", "timestamp"])

export const momentMethod = (moment: Moment, name: string): Value | undefined =>
  moment.isDate && ofTimes.has(name) ? undefined : methodOf(methods, moment, name, ["isoformat", "replace"])
