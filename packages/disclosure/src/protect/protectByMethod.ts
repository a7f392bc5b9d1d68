import { Effect, type Redacted } from "effect"
import { isSafe } from "../attack/attack.ts"
import { insiders } from "../attack/insiders.ts"
import { auditCells, judgedCells, unknownCells } from "../methods/auditCells.ts"
import type { MethodInput, ProtectionMethod } from "../methods/ProtectionMethod.ts"
import { Solver } from "../solver/Solver.ts"
import { TableRefused } from "../tables/TableRefused.ts"
import { usualRemedies, WouldDisclose } from "./WouldDisclose.ts"

const drawing: ReadonlySet<string> = new Set(["cell-key", "cell-key-additive"])

/** Returns whether a method draws its figures from a secret. */
export const needsKey = (method: string): boolean => drawing.has(method)

/**
 * Protects with a method other than suppression and attacks the result as a reader, each partner and each pair of
 * partners. Only exact figures can be compared with earlier releases, so other methods refuse them.
 */
export const protectByMethod = Effect.fn("protectByMethod")(function* (
  method: ProtectionMethod,
  input: MethodInput,
  given: { readonly earlier: number; readonly key: Redacted.Redacted<string> | undefined }
) {
  const refused = (message: string) => new TableRefused({ message, problems: [] })
  if (given.earlier > 0)
    return yield* refused("Only the method 'suppression' can be used with earlier tables. Nothing was written")
  if (needsKey(method.name) && given.key === undefined)
    return yield* refused(`The method '${method.name}' needs a secret: the option 'key'. Nothing was written`)
  const solver = yield* Solver
  const { system } = input.linked
  const unsafe = (narrow: number, undecided: number) =>
    new WouldDisclose({
      message: `No safe form of this table was found. ${usualRemedies} Nothing was written`,
      narrow,
      undecided
    })
  const figures = yield* method
    .protect(input)
    .pipe(
      Effect.mapError(({ message, disclosing }) =>
        disclosing ? unsafe(0, 0) : refused(`${method.name}: ${message}; nothing was written`)
      )
    )
  const verdict = auditCells(solver, system, figures, input.primary)
  if (!isSafe(verdict)) return yield* unsafe(verdict.narrow.length, verdict.undecided.length)
  const within =
    input.contributions === undefined
      ? undefined
      : insiders(
          solver,
          system,
          unknownCells(system, figures),
          figures.known,
          input.primary.need,
          input.contributions,
          { judge: judgedCells(system, figures, input.primary) }
        )
  if (within !== undefined && within.leaks.length > 0) return yield* unsafe(within.leaks.length, 0)
  return { hidden: figures.hidden, shown: figures.shown, verdict, insiders: within }
})
