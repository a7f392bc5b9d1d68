/**
 * The hash of records in order: SHA-256 of the hash of the steps before and the records of a step, each on a line. The sender computes the same
 * (`contentHasher`).
 */
import type { PartnerHasher } from "./PartnerHasher.ts"

/** Returns the line of a record that is hashed. */
export const hashedText = ({ kind, record }: { readonly kind: string; readonly record: object }): string =>
  JSON.stringify([kind, record])

/** Number of records per step. */
export const recordsPerStep = 1_000

/** Collects the records of a step as bytes, because texts that wait for their step would be copied as live objects. */
export class ContentHash {
  private readonly hasher: PartnerHasher
  private readonly encoder = new TextEncoder()
  private bytes = new Uint8Array(65_536)
  private length = 0
  private records = 0

  constructor(hasher: PartnerHasher) {
    this.hasher = hasher
  }

  private write(text: string): void {
    const most = this.length + 3 * text.length + 1
    if (this.bytes.length < most) {
      const { bytes } = this
      this.bytes = new Uint8Array(2 * most)
      this.bytes.set(bytes)
    }
    this.length += this.encoder.encodeInto(text, this.bytes.subarray(this.length)).written
  }

  /** Adds a record. Returns whether the step is complete: then call `step`. */
  add(text: string): boolean {
    this.write("\n")
    this.write(text)
    return ++this.records === recordsPerStep
  }

  async step(): Promise<string> {
    const hash = await this.hasher.sha256Hex(this.bytes.subarray(0, this.length))
    this.length = 0
    this.records = 0
    this.write(hash)
    return hash
  }
}
