import type { Project } from "../project/ParseProject.ts"
import type { TransformOptions } from "../TransformOptions.ts"
import type { Compiler } from "./Compile.ts"

/** What every node of one run shares. */
export interface RunContext {
  readonly project: Project
  readonly compiler: Compiler
  readonly options: TransformOptions
  /** Names the run's statements in `system.processes`. */
  readonly label: string
  readonly onlyCompile: boolean
}
