/** Names of nodes, from the paths of their files. */

const withoutEnding = (path: string): string => path.replace(/\.[^./]*$/, "")

/** Returns the name of a file without its ending. */
export const baseName = (path: string): string => withoutEnding(path.split("/").at(-1) as string)

/** Returns the parts of a node's full name: the project, the folders, the file. */
export const fqnOf = (project: string, below: string): ReadonlyArray<string> => [
  project,
  ...withoutEnding(below).split("/")
]
