/** Names of nodes, from the paths of their files. */

const withoutEnding = (path: string): string => path.replace(/\.[^./]*$/, "")
export const baseName = (path: string): string => withoutEnding(path.split("/").at(-1) as string)

export const fqnOf = (project: string, below: string): ReadonlyArray<string> => [
  project,
  ...withoutEnding(below).split("/")
]
