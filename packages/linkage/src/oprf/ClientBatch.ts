import { clientBatchCode } from "./clientBatchCode.ts"
import { type Element, encodedLength } from "./Group.ts"

/** Functions of `kernel/src/lib.rs`. Addresses, counts and numbers. */
interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer }
  readonly client: (groups: number) => number
  readonly room: (client: number, bytes: number) => number
  readonly blind: (client: number, count: number) => void
  readonly unblind: (client: number, holders: number) => number
  readonly weigh: (client: number) => void
}

/** As much of WebAssembly's interface as is needed. Only the types of browsers declare it. */
interface Engine {
  readonly Module: new (bytes: Uint8Array) => object
  readonly Instance: new (code: object) => { readonly exports: unknown }
}

const engine = (globalThis as unknown as { readonly WebAssembly: Engine }).WebAssembly

let code: object | undefined

const compiled = (): object => {
  code ??= new engine.Module(Uint8Array.from(atob(clientBatchCode), (letter) => letter.charCodeAt(0)))
  return code
}

/** An answer is not an element: that of the holder with this place among those that answered, or the sum of all. */
export class NoElement extends Error {
  readonly place: number | undefined
  constructor(place: number | undefined) {
    super("an answer is not an element")
    this.place = place
  }
}

/**
 * A client's many elements, as curve25519-dalek computes them, compiled to WebAssembly. Points stay decoded from one step to the
 * next, encodings share an inversion, and sums of groups are kept: a third less work than libsodium's, which decodes and encodes in each
 * call (test/bench/log/2026-11-30-linkage-profile.md).
 */
export class ClientBatch {
  readonly #exports = new engine.Instance(compiled()).exports as Exports
  readonly #client: number
  #count = 0

  constructor(groups: number) {
    this.#client = this.#exports.client(groups)
  }

  #bytes(length: number): Uint8Array {
    const address = this.#exports.room(this.#client, length)
    return new Uint8Array(this.#exports.memory.buffer, address, length)
  }

  #write(parts: ReadonlyArray<Uint8Array>): void {
    const bytes = this.#bytes(parts.reduce((sum, { length }) => sum + length, 0))
    let at = 0
    for (const part of parts) {
      bytes.set(part, at)
      at += part.length
    }
  }

  #elements(count: number): ReadonlyArray<Element> {
    const bytes = this.#bytes(count * encodedLength).slice()
    return Array.from({ length: count }, (_, i) => bytes.subarray(i * encodedLength, (i + 1) * encodedLength))
  }

  /** Returns the elements of 64 uniform bytes each, multiplied by a number that follows from 64 others each. */
  blind(uniform: ReadonlyArray<Uint8Array>, blinds: ReadonlyArray<Uint8Array>): ReadonlyArray<Element> {
    this.#count = uniform.length
    this.#write([...uniform, ...blinds])
    this.#exports.blind(this.#client, this.#count)
    return this.#elements(this.#count)
  }

  /**
   * Returns what the elements that were blinded last are evaluated to, by the answers of each holder for them, and adds both to the sums of the elements'
   * groups. Throws `NoElement`.
   */
  unblind(answers: ReadonlyArray<ReadonlyArray<Element>>, groups: Uint32Array): ReadonlyArray<Element> {
    const wrong = answers.findIndex((each) => each.some(({ length }) => length !== encodedLength))
    if (wrong >= 0) throw new NoElement(wrong)
    this.#write([...answers.flat(), new Uint8Array(groups.buffer, groups.byteOffset, groups.byteLength)])
    const refused = this.#exports.unblind(this.#client, answers.length)
    if (refused > 0) throw new NoElement(refused > answers.length ? undefined : refused - 1)
    return this.#elements(this.#count)
  }

  /** Returns the weighted sum of the groups' elements, and that of what they were evaluated to. Weights have 16 bytes. */
  weigh(weights: Uint8Array): { readonly element: Element; readonly evaluated: Element } {
    this.#write([weights, new Uint8Array(2 * encodedLength)])
    this.#exports.weigh(this.#client)
    const [element, evaluated] = this.#elements(2) as [Element, Element]
    return { element, evaluated }
  }
}
