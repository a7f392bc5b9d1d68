/** What `doctor` says about one part of a stack. */
export interface Finding {
  readonly part: string
  readonly ok: boolean
  readonly found: string
  /** What to do; "" if there is nothing to do. A finding that is `ok` may have some: nothing is wrong, but it can be better. */
  readonly advice: string
}

/** A part that is as it should be, and what was found of it. */
export const passed = (part: string, found: string): Finding => ({ part, ok: true, found, advice: "" })

/** A part that is not as it should be, with what to do about it. */
export const problem = (part: string, found: string, advice: string): Finding => ({ part, ok: false, found, advice })
