import { Schema } from "effect"
import { PartyName } from "../messages.ts"
import type { PartyStore } from "../PartyStore.ts"

/** What the file begins with, so that another file is not taken for it. */
const format = "corridor-linkage-partner-1"

const Content = Schema.fromJsonString(
  Schema.Struct({
    format: Schema.Literal(format),
    partner: PartyName,
    values: Schema.Record(Schema.String, Schema.Unknown)
  })
)
const decodeContent = Schema.decodeUnknownSync(Content)

/**
 * What a partner has for linkage rounds where there is no folder: one file that it saves itself. It is in memory, and `onChange` gets the name of each
 * value that is written.
 */
export class OwnFile implements PartyStore {
  readonly partner: string
  readonly #values: Map<string, unknown>
  readonly #onChange: (name: string) => void

  private constructor(partner: string, values: Map<string, unknown>, onChange: (name: string) => void) {
    this.partner = partner
    this.#values = values
    this.#onChange = onChange
  }

  /** Undefined if the partner's id is none. */
  static make(partner: string, onChange: (name: string) => void): OwnFile | undefined {
    return OwnFile.parse(JSON.stringify({ format, partner, values: {} }), onChange)
  }

  /** Undefined if it is not such a file. */
  static parse(text: string, onChange: (name: string) => void): OwnFile | undefined {
    try {
      const { partner, values } = decodeContent(text)
      return new OwnFile(partner, new Map(Object.entries(values)), onChange)
    } catch {
      return undefined
    }
  }

  get text(): string {
    return `${JSON.stringify({ format, partner: this.partner, values: Object.fromEntries(this.#values) }, null, 1)}\n`
  }

  read<A>(name: string): A | undefined {
    return this.#values.get(name) as A | undefined
  }

  write(name: string, value: unknown): void {
    this.#values.set(name, value)
    this.#onChange(name)
  }
}
