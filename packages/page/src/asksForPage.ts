/** Returns whether a request is a browser's for a page. Programs ask for other types than HTML. */
export const asksForPage = ({
  method,
  headers
}: {
  readonly method: string
  readonly headers: Readonly<Record<string, string | undefined>>
}): boolean => (method === "GET" || method === "HEAD") && /text\/html/.test(headers["accept"] ?? "")
