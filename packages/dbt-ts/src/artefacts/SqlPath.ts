import type { UnitTest } from "../project/Node.ts"

/** Nodes with an SQL file. */
interface WithFile {
  readonly packageName: string
  readonly path: string
  readonly originalFilePath: string
}

const lastPart = (path: string): string => path.slice(path.lastIndexOf("/") + 1)

/**
 * Path of a node's SQL below `compiled/` and `run/`: at its own file's path, or below it when the file has
 * several nodes, as a property file has tests.
 */
export const sqlPath = ({ packageName, path, originalFilePath }: WithFile): string =>
  lastPart(path) === lastPart(originalFilePath)
    ? `${packageName}/${originalFilePath}`
    : `${packageName}/${originalFilePath}/${path}`

/** Only here a unit test has its own path. */
export const unitTestPath = ({ packageName, name, version, originalFilePath }: UnitTest): string => {
  const folder = originalFilePath.slice(0, originalFilePath.lastIndexOf("/") + 1)
  const file = `${name}${version === undefined ? "" : `_v${version}`}.sql`
  return sqlPath({ packageName, path: `${folder}${file}`, originalFilePath })
}
