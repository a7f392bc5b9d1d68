import type { Project } from "../parse/ParseProject.ts"
import type { TransformOptions } from "../TransformOptions.ts"
import type { Compiler } from "./Compile.ts"
import type { PrivacyGuard } from "./PrivacyGuard.ts"

/** What every node of one run shares. */
export interface RunContext {
  readonly project: Project
  readonly compiler: Compiler
  /** Checked before every build. */
  readonly guard: PrivacyGuard
  readonly options: TransformOptions
  /** Names the run's statements in `system.processes`. */
  readonly label: string
  readonly onlyCompile: boolean
}
