/** Every method of dbt 1.10 by its name. */
import { fqn } from "./FqnMethod.ts"
import { kindMethods } from "./KindMethods.ts"
import type { Method } from "./Method.ts"
import { pathMethods } from "./PathMethods.ts"
import { propertyMethods } from "./PropertyMethods.ts"
import { stateMethods } from "./StateMethods.ts"
import { version } from "./VersionMethod.ts"

export const methods = {
  fqn,
  ...propertyMethods,
  ...pathMethods,
  ...kindMethods,
  ...stateMethods,
  version
} satisfies Readonly<Record<string, Method>>

export type MethodName = keyof typeof methods
