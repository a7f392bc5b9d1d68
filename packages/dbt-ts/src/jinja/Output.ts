import { str } from "./Print.ts"
import type { Value } from "./Value.ts"

/** Where statements put what they print. */
export interface Output {
  /** Text of the template, or a constant expression. */
  constant(text: string): void
  value(value: Value): void
  /** A statement separates the printed parts. */
  boundary(): void
}

/** Output that becomes one text. */
export class TextOutput implements Output {
  readonly #parts: Array<string> = []
  constant(text: string): void {
    this.#parts.push(text)
  }
  value(value: Value): void {
    // Converted immediately: the printed value may be changed later.
    this.#parts.push(str(value))
  }
  boundary(): void {}
  text(): string {
    return this.#parts.join("")
  }
}

/** Keeps a single printed value as it is; several become one text. */
export class NativeOutput implements Output {
  readonly #parts: Array<Value> = []
  #open = false
  constant(text: string): void {
    const last = this.#parts.at(-1)
    if (this.#open && typeof last === "string") this.#parts[this.#parts.length - 1] = last + text
    else this.#parts.push(text)
    this.#open = true
  }
  value(value: Value): void {
    this.#parts.push(value)
    this.#open = false
  }
  boundary(): void {
    this.#open = false
  }
  result(): Value {
    const [only, ...more] = this.#parts
    return only === undefined ? "" : more.length === 0 ? only : this.#parts.map(str).join("")
  }
}
