import { asNumber, asWhole, divide, floorDivide, isNumber } from "../../jinja/Numbers.ts"
import { fail } from "../../jinja/TemplateError.ts"
import { Float, HostObject, type Named, plainFunction, type Value } from "../../jinja/Value.ts"

export const perSecond = 1_000_000n
export const perDay = 86_400n * perSecond

const units: Readonly<Record<string, bigint>> = {
  days: perDay,
  seconds: perSecond,
  microseconds: 1n,
  milliseconds: 1000n,
  minutes: 60n * perSecond,
  hours: 3600n * perSecond,
  weeks: 7n * perDay
}

const share = (name: string, value: Value): bigint => {
  const unit = units[name] ?? fail(`'${name}' is an invalid keyword argument for timedelta()`)
  const whole = asWhole(value)
  if (whole !== undefined) return whole * unit
  const number = isNumber(value) ? asNumber(value) : undefined
  return number === undefined ? fail("timedelta() takes numbers") : BigInt(Math.round(number * Number(unit)))
}

/** Python's span between two moments. */
export class TimeDelta extends HostObject {
  readonly typeName = "timedelta"
  readonly micros: bigint
  constructor(micros: bigint) {
    super()
    this.micros = micros
  }
  static of(args: ReadonlyArray<Value>, named: Named): TimeDelta {
    const byPlace = Object.keys(units)
    const parts = args.map((value, index) => share(byPlace[index] ?? "", value))
    for (const [name, value] of named) parts.push(share(name, value))
    return new TimeDelta(parts.reduce((sum, part) => sum + part, 0n))
  }
  override readonly module = "datetime"
  override attribute(name: string): Value | undefined {
    const days = floorDivide(this.micros, perDay)
    const rest = this.micros - days * perDay
    if (name === "days") return Number(days)
    if (name === "seconds") return Number(rest / perSecond)
    if (name === "microseconds") return Number(rest % perSecond)
    if (name !== "total_seconds") return undefined
    return plainFunction(name, () => new Float(divide(this.micros, perSecond)))
  }
  override truthy(): boolean {
    return this.micros !== 0n
  }
  override equals(other: HostObject): boolean {
    return other instanceof TimeDelta && other.micros === this.micros
  }
  override key(): string {
    return `timedelta ${this.micros}`
  }
  override order(other: Value): number | undefined {
    if (!(other instanceof TimeDelta)) return undefined
    return this.micros < other.micros ? -1 : this.micros > other.micros ? 1 : 0
  }
  override plus(other: Value): Value | undefined {
    return other instanceof TimeDelta ? new TimeDelta(this.micros + other.micros) : undefined
  }
  override minus(other: Value): Value | undefined {
    return other instanceof TimeDelta ? new TimeDelta(this.micros - other.micros) : undefined
  }
  override print(): string {
    const days = floorDivide(this.micros, perDay)
    const rest = this.micros - days * perDay
    const seconds = rest / perSecond
    const two = (value: bigint): string => String(value).padStart(2, "0")
    const clock = `${seconds / 3600n}:${two((seconds / 60n) % 60n)}:${two(seconds % 60n)}`
    const micros = rest % perSecond === 0n ? "" : `.${String(rest % perSecond).padStart(6, "0")}`
    return (days === 0n ? "" : `${days} day${days === 1n || days === -1n ? "" : "s"}, `) + clock + micros
  }
}
