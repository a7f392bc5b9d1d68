/**
 * Returns whether the path of a request target is in its one form: it begins with one slash, has no empty segment, no
 * semicolon, which routers take for the beginning of a query, and no backslash, which browsers take for a slash, and encodes no character that needs none. Routers accept the other forms too, so a guard that compares paths must refuse them.
 */
export const isCanonicalPath = (target: string): boolean => {
  const path = target.split(/[?#]/, 1)[0] as string
  const encoded = path.match(/%[0-9a-f]{2}/gi) ?? []
  return (
    path.startsWith("/") &&
    !/\/\/|[;\\]/.test(path) &&
    encoded.every((code) => !/[\w.~/-]/.test(String.fromCharCode(Number.parseInt(code.slice(1), 16))))
  )
}
