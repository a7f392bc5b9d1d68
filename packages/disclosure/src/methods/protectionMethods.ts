import { additiveCellKeyMethod, cellKeyMethod } from "./cellKeyMethods.ts"
import type { ProtectionMethod } from "./ProtectionMethod.ts"
import { controlledFive, midpointSix, nearestFive } from "./roundingMethods.ts"
import { suppressionMethod } from "./suppressionMethod.ts"

/** All methods by name. */
export const protectionMethods: ReadonlyMap<string, ProtectionMethod> = new Map(
  [suppressionMethod, nearestFive, controlledFive, midpointSix, cellKeyMethod, additiveCellKeyMethod].map((method) => [
    method.name,
    method
  ])
)
