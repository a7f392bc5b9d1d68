/** When a release was retracted, and why. */
export interface Retraction {
  /** ISO 8601. */
  readonly at: string
  /** As it was recorded for readers, in any language; empty if none was. */
  readonly reason: string
}
