/** Every method by its name. */
import type { MethodName } from "../Criterion.ts"
import { fqn } from "./FqnMethod.ts"
import {
  exposure,
  metric,
  resourceType,
  savedQuery,
  semanticModel,
  source,
  testName,
  testType,
  unitTest
} from "./KindMethods.ts"
import type { Method } from "./Method.ts"
import { file, path } from "./PathMethods.ts"
import { access, config, group, packageMethod, tag } from "./PropertyMethods.ts"
import { result, sourceStatus, state } from "./StateMethods.ts"
import { version } from "./VersionMethod.ts"

export const methods: Readonly<Record<MethodName, Method>> = {
  fqn,
  tag,
  group,
  access,
  source,
  path,
  file,
  package: packageMethod,
  config,
  test_name: testName,
  test_type: testType,
  resource_type: resourceType,
  state,
  exposure,
  result,
  source_status: sourceStatus,
  version,
  unit_test: unitTest,
  metric,
  semantic_model: semanticModel,
  saved_query: savedQuery
}
