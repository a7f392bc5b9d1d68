import { MethodRefused } from "@corridor/disclosure/methods/ProtectionMethod"
import { protectionMethods } from "@corridor/disclosure/methods/protectionMethods"
import { contributionsOf } from "@corridor/disclosure/protect/contributionsOf"
import type { Profile } from "@corridor/disclosure/rules/Profile"
import { Effect, Redacted } from "effect"
import type { CubeSystem } from "./CubeSystem.ts"
import type { CubeProtection } from "./protectCube.ts"

/** Methods of releases by the names of those that make their figures from a pattern that is safe with exact ones. */
export const releaseMethods: Readonly<Record<string, string>> = {
  suppression: "suppression",
  "cell-key": "cell-key-additive",
  rounding: "controlled-rounding"
}

/**
 * Figures of the cells that are shown, where a method gives others than counts; undefined where it does not. What is hidden is decided
 * before and with exact figures, so that figures made from shown counts alone tell no more than those would.
 */
export const methodFigures = Effect.fn("methodFigures")(function* (
  asked: {
    readonly method: string
    readonly profile: Profile
    readonly key: Redacted.Redacted<string> | undefined
  },
  own: CubeSystem,
  { hidden, now }: CubeProtection
) {
  if (asked.method === "suppression") return undefined
  const method = protectionMethods.get(releaseMethods[asked.method] ?? "")
  const refused = (message: string) => new MethodRefused({ method: asked.method, message, disclosing: false })
  if (method === undefined) return yield* refused("there is no such method of releases")
  if (asked.method === "cell-key" && asked.key === undefined)
    return yield* refused("the method 'cell-key' needs a secret: set CORRIDOR_CELL_KEY; nothing was written")
  const { system } = own.linked
  const primary = hidden.map((mark) => (mark === 0 ? 0 : 1))
  const made = yield* method.protect({
    linked: own.linked,
    profile: asked.profile,
    primary: {
      primary,
      // Which cells are hidden is settled and proved; here they only need to stay so.
      need: { width: new Float64Array(system.cells), reach: new Float64Array(system.cells), small: 0 }
    },
    contributions: asked.method === "suppression" ? contributionsOf(own.facts) : undefined,
    key: asked.key ?? Redacted.make("")
  })
  return made.shown.map((figure, cell) => (now.hidden[cell] === 0 ? figure : Number.NaN))
})
