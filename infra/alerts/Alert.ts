/** An alert: its condition, and what the person who gets it reads. */
export interface Alert {
  readonly name: string
  /** `page`: wakes the person on call. `ticket`: handled in working hours. */
  readonly severity: "page" | "ticket"
  /** PromQL, one line each. */
  readonly expr: ReadonlyArray<string>
  /** How long the condition must be true. */
  readonly for: string
  /** One line with the alert's labels, in Prometheus's template language. */
  readonly summary: string
  readonly meaning: string
  readonly why: string
  /** What to do, step by step. */
  readonly steps: ReadonlyArray<string>
}

/** The first step of most runbooks. */
export const doctor = "Run `npm run -s corridor -- doctor`. It checks each component and reports what is wrong."
