import { slicePlaces } from "./Access.ts"
import { asWhole } from "./Numbers.ts"
import { fail } from "./TemplateError.ts"
import { HostObject, plainFunction, type Value } from "./Value.ts"

/** Jinja's sandbox allows no longer one. */
const longestRange = 100_000

/** Python's `range`. */
export class Range extends HostObject {
  readonly typeName = "range"
  readonly #start: number
  readonly #stop: number
  readonly #step: number
  readonly #size: number
  constructor(start: number, stop: number, step: number) {
    super()
    if (step === 0) fail("range() arg 3 must not be zero")
    this.#start = start
    this.#stop = stop
    this.#step = step
    this.#size = Math.max(0, Math.ceil((stop - start) / step))
    if (this.#size > longestRange)
      fail(`Range too big. The sandbox blocks ranges larger than MAX_RANGE (${longestRange}).`)
  }

  override iterate(): ReadonlyArray<Value> {
    return Array.from({ length: this.#size }, (_, i) => this.#start + i * this.#step)
  }
  override length(): number {
    return this.#size
  }
  override readonly subscriptable = true
  override item(key: Value): Value | undefined {
    const index = asWhole(key)
    return index === undefined ? undefined : this.iterate().at(Number(index))
  }
  override slice(start: Value, stop: Value, step: Value): Value | undefined {
    const places = slicePlaces(this.#size, start, stop, step)
    if (places === undefined) return undefined
    const by = this.#step * (step === null ? 1 : Number(asWhole(step)))
    const from = this.#start + (places[0] ?? 0) * this.#step
    return new Range(from, from + by * places.length, by)
  }
  override attribute(name: string): Value | undefined {
    if (name === "start") return this.#start
    if (name === "stop") return this.#stop
    if (name === "step") return this.#step
    const at = (args: ReadonlyArray<Value>): number =>
      this.iterate().findIndex((item) => BigInt(item as number) === asWhole(args[0] ?? null))
    if (name === "count") return plainFunction(name, (args) => (at(args) === -1 ? 0 : 1))
    if (name !== "index") return undefined
    return plainFunction(name, (args) => (at(args) === -1 ? fail("the value is not in range") : at(args)))
  }
  override equals(other: HostObject): boolean {
    return other instanceof Range && this.iterate().join() === other.iterate().join()
  }
  override print(): string {
    const bounds = `${this.#start}, ${this.#stop}`
    return this.#step === 1 ? `range(${bounds})` : `range(${bounds}, ${this.#step})`
  }
}
