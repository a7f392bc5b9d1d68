/** What of an erased person remains where, and until when. */
export interface Remains {
  readonly place: string
  /** What is there, without any value. */
  readonly what: string
  /** ISO 8601, or an event in words. */
  readonly until: string
  /** How it goes. */
  readonly how: string
}
