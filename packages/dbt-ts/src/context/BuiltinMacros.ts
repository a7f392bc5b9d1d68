/**
 * The macros that every project has: our own text, with the layout that makes compiled SQL equal to real dbt's on
 * ClickHouse. A project's macro of the same name takes precedence, and so does one named for a dispatch:
 * `clickhouse__dateadd` or `default__dateadd`.
 */
import { columnMacros } from "./BuiltinMacrosColumns.ts"
import { dateMacros } from "./BuiltinMacrosDates.ts"
import { nameMacros } from "./BuiltinMacrosNames.ts"
import { runMacros } from "./BuiltinMacrosRun.ts"
import { sqlMacros } from "./BuiltinMacrosSql.ts"
import { storeMacros } from "./BuiltinMacrosStore.ts"
import { testMacros } from "./BuiltinMacrosTests.ts"

export const builtinMacros = [
  ...[columnMacros, dateMacros, nameMacros, runMacros, sqlMacros, storeMacros, testMacros]
].join("\n")
