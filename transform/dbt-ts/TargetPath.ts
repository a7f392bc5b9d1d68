import type { ProjectFile } from "./project/ProjectFile.ts"
import type { TransformOptions } from "./TransformOptions.ts"

/** Where the artefacts go. */
export const targetPathOf = (options: TransformOptions, { targetPath }: ProjectFile): string =>
  options.targetPath ?? `${options.projectDir}/${targetPath}`
