import { MethodRefused } from "@corridor/disclosure/methods/ProtectionMethod"
import { protectionMethods } from "@corridor/disclosure/methods/protectionMethods"
import { publicKnowledge } from "@corridor/disclosure/protect/publicKnowledge"
import type { Profile } from "@corridor/disclosure/rules/Profile"
import { Effect, Redacted } from "effect"
import type { JointSystem } from "./JointSystem.ts"
import type { SystemProtection } from "./protectSystem.ts"

/**
 * Methods of releases, with the method of `@corridor/disclosure` that computes their figures. Each starts from a suppression pattern that
 * is safe with exact figures.
 */
export const releaseMethods: Readonly<Record<string, string>> = {
  suppression: "suppression",
  "cell-key": "cell-key-additive",
  rounding: "controlled-rounding"
}

/**
 * Returns the figures of the published cells for methods that do not publish counts; undefined for suppression. The suppression pattern is
 * decided before, with exact figures, so figures computed from published counts disclose no more than those would.
 */
export const methodFigures = Effect.fn("methodFigures")(function* (
  input: {
    readonly method: string
    readonly profile: Profile
    readonly key: Redacted.Redacted<string> | undefined
  },
  { cubes, offsets, system: { cells } }: JointSystem,
  { hidden }: SystemProtection
) {
  if (input.method === "suppression") return undefined
  const method = protectionMethods.get(releaseMethods[input.method] ?? "")
  const refused = (message: string) => new MethodRefused({ method: input.method, message, disclosing: false })
  if (method === undefined)
    return yield* refused("There is no such method. Use suppression, rounding, cell-key, dp or dp-estimates.")
  if (input.method === "cell-key" && input.key === undefined)
    return yield* refused("The method 'cell-key' needs a secret: set CORRIDOR_CELL_KEY. Nothing was written.")
  const figures = new Float64Array(cells).fill(Number.NaN)
  for (const [c, { linked }] of cubes.entries()) {
    const { system } = linked
    const offset = offsets[c] as number
    const own = hidden.subarray(offset, offset + system.cells)
    const result = yield* method.protect({
      linked,
      profile: input.profile,
      primary: {
        primary: own.map((mark) => (mark === 0 ? 0 : 1)),
        // The suppression pattern is decided and audited; it only has to stay.
        need: { width: new Float64Array(system.cells), reach: new Float64Array(system.cells), small: 0 }
      },
      known: publicKnowledge(system),
      contributions: undefined,
      key: input.key ?? Redacted.make("")
    })
    result.shown.forEach((figure, cell) => {
      if (own[cell] === 0) figures[offset + cell] = figure
    })
  }
  return figures
})
