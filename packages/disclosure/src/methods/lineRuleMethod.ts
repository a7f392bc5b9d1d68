import { Effect } from "effect"
import { MethodRefused, type ProtectionMethod } from "./ProtectionMethod.ts"

/**
 * A first look at tables that are too large to protect: what the line rule alone would hide. It proves nothing, so it
 * is not among `protectionMethods`, shows no figures, and its result is never written or released.
 */
export const lineRuleMethod: ProtectionMethod = {
  name: "line-rule",
  describe: "Reports which cells the line rule would hide. Proves nothing and publishes nothing.",
  protect: () =>
    Effect.fail(new MethodRefused({ method: "line-rule", message: "the line rule proves nothing", disclosing: true }))
}
