/**
 * What the batches of one run of `pull` know of each other. They are one file as far as consent is concerned: a case that one of them refuses is sent by
 * no later one, and a refusal of a case that one of them has sent asks for a withdrawal.
 */
export class ConsentOfRun {
  /** The cases, by first pseudonym, of the records that were sent. */
  readonly sent: Set<string> = new Set()
  readonly refused: Set<string> = new Set()
}
