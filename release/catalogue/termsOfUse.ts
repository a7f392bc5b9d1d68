/** What users of published figures agree to. Each term has a sentence and, for machines, an action of ODRL 2.2. */
export interface Term {
  readonly kind: "duty" | "prohibition"
  /** Name of the action, for its address. */
  readonly action: string
  readonly text: string
}

export const termsOfUse: ReadonlyArray<Term> = [
  {
    kind: "prohibition",
    action: "reidentify",
    text: "Do not try to find out who a person is, whether a person is counted, or what a suppressed count is, and do not link the figures with other data for that purpose."
  },
  {
    kind: "duty",
    action: "attribute",
    text: "Cite the edition with its version and date."
  },
  {
    kind: "duty",
    action: "keep-states",
    text: "Keep the four states of a cell apart. A cell that is suppressed, not reported or not collected is not 0."
  },
  {
    kind: "duty",
    action: "state-coverage",
    text: "Say that the figures are of persons known to the reporting partners, each counted once at each partner, and not of all trafficked persons."
  },
  {
    kind: "duty",
    action: "report-disclosure",
    text: "If you can derive a suppressed count, tell the publisher and nobody else."
  }
]
