import type { ProjectFile } from "./project/files/ProjectFile.ts"
import type { TransformOptions } from "./TransformOptions.ts"

/** Returns where the artefacts go. */
export const targetPathOf = (options: TransformOptions, { targetPath }: ProjectFile): string =>
  options.targetPath ?? `${options.projectDir}/${targetPath}`
