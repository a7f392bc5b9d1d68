import type { FileCheck } from "./checkFile.ts"

/** Returns what the check reported of rows without errors: the rules, and the number of rows. The header counts as a row. */
export const warningsOf = ({ problems }: Pick<FileCheck, "problems">) =>
  Array.from(
    Map.groupBy(
      problems.filter(({ severity }) => severity === "warning"),
      ({ code }) => code
    ),
    ([code, problems]) => ({ code, rows: problems.length })
  )
