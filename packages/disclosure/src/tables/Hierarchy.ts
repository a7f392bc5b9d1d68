/**
 * Which codes add up to which: country -> subregion -> region, month -> quarter -> year, members of a group at a
 * date. A parent may have several divisions (`grouping`), and a code may be in several overlapping groups.
 */
export interface Membership {
  readonly dimension: string
  readonly child: string
  readonly parent: string
  /** Division of the parent that this membership belongs to; '' if there is only one. */
  readonly grouping: string
  /** Set if the membership depends on another dimension, usually a year: valid from `from` to `to`, both included. */
  readonly dated?: { readonly along: string; readonly from: string; readonly to: string }
}

export type Hierarchy = ReadonlyArray<Membership>

/** Returns the codes of a dimension that are their own ancestors; undefined if there are none. */
export const findCycle = (hierarchy: Hierarchy): Membership | undefined => {
  const up = new Map<string, Array<Membership>>()
  const place = (dimension: string, code: string) => JSON.stringify([dimension, code])
  for (const one of hierarchy) {
    const at = place(one.dimension, one.child)
    const list = up.get(at)
    if (list === undefined) up.set(at, [one])
    else list.push(one)
  }
  const state = new Map<string, "open" | "done">()
  for (const start of up.keys()) {
    // Depth first with an explicit stack: hierarchies of users may be deep.
    const stack: Array<{ readonly at: string; next: number }> = [{ at: start, next: 0 }]
    if (state.has(start)) continue
    state.set(start, "open")
    while (stack.length > 0) {
      const top = stack[stack.length - 1] as { readonly at: string; next: number }
      const one = up.get(top.at)?.[top.next++]
      if (one === undefined) {
        state.set(top.at, "done")
        stack.pop()
        continue
      }
      const parent = place(one.dimension, one.parent)
      if (state.get(parent) === "open") return one
      if (!state.has(parent)) {
        state.set(parent, "open")
        stack.push({ at: parent, next: 0 })
      }
    }
  }
  return undefined
}

/** Returns whether a code is between two others: as numbers if all three are numbers, otherwise by characters. */
export const isBetween = (code: string, from: string, to: string): boolean => {
  const [c, f, t] = [Number(code), Number(from), Number(to)]
  const numbers = code !== "" && !Number.isNaN(c) && !Number.isNaN(f) && !Number.isNaN(t)
  if (numbers) return (from === "" || c >= f) && (to === "" || c <= t)
  return (from === "" || code >= from) && (to === "" || code <= to)
}
