/** `.dbtignore`: patterns of paths that are not part of a project, written as in `.gitignore`. */

const escaped = (text: string): string => text.replace(/[.+^${}()|\\]/g, "\\$&")

const expression = (pattern: string): RegExp => {
  const rooted = pattern.replace(/\/$/, "").includes("/")
  const body = escaped(pattern.replace(/^\//, "").replace(/\/$/, ""))
    .replace(/\*\*\//g, "\u0001")
    .replace(/\*\*/g, "\u0002")
    .replace(/\*/g, "[^/]*")
    .replace(/\?/g, "[^/]")
    .replaceAll("\u0001", "(?:.*/)?")
    .replaceAll("\u0002", ".*")
  return new RegExp(`^${rooted ? "" : "(?:.*/)?"}${body}${pattern.endsWith("/") ? "/.*" : "(?:/.*)?"}$`)
}

/** Returns whether a path below the project folder is left out; a later pattern wins over an earlier one. */
export const ignoredBy = (text: string): ((path: string) => boolean) => {
  const rules = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => {
      const keeps = line.startsWith("!")
      return { keeps, test: expression(keeps ? line.slice(1) : line) }
    })
  return (path) => rules.reduce((ignored, rule) => (rule.test.test(path) ? !rule.keeps : ignored), false)
}
