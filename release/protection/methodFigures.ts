import { MethodRefused } from "@corridor/disclosure/methods/ProtectionMethod"
import { protectionMethods } from "@corridor/disclosure/methods/protectionMethods"
import { contributionsOf } from "@corridor/disclosure/protect/contributionsOf"
import type { Profile } from "@corridor/disclosure/rules/Profile"
import { Effect, Redacted } from "effect"
import type { CubeSystem } from "./CubeSystem.ts"
import type { CubeProtection } from "./protectCube.ts"

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
  own: CubeSystem,
  { hidden, now }: CubeProtection
) {
  if (input.method === "suppression") return undefined
  const method = protectionMethods.get(releaseMethods[input.method] ?? "")
  const refused = (message: string) => new MethodRefused({ method: input.method, message, disclosing: false })
  if (method === undefined) return yield* refused("There is no such method. Use suppression, rounding, cell-key or dp.")
  if (input.method === "cell-key" && input.key === undefined)
    return yield* refused("The method 'cell-key' needs a secret: set CORRIDOR_CELL_KEY. Nothing was written.")
  const { system } = own.linked
  const primary = hidden.map((mark) => (mark === 0 ? 0 : 1))
  const result = yield* method.protect({
    linked: own.linked,
    profile: input.profile,
    primary: {
      primary,
      // The suppression pattern is decided and audited; it only has to stay.
      need: { width: new Float64Array(system.cells), reach: new Float64Array(system.cells), small: 0 }
    },
    contributions: input.method === "suppression" ? contributionsOf(own.facts) : undefined,
    key: input.key ?? Redacted.make("")
  })
  return result.shown.map((figure, cell) => (now.hidden[cell] === 0 ? figure : Number.NaN))
})
