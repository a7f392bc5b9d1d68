export type TokenKind = "word" | "quoted" | "number" | "string" | "operator" | "parameter" | "marker" | "end"

/** `text` of a quoted name, a string or a marker is its content. */
export interface Token {
  readonly kind: TokenKind
  readonly text: string
  readonly offset: number
  readonly end: number
}
