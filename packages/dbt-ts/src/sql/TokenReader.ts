import { failAt } from "./SqlError.ts"
import type { Expression, Query } from "./Syntax.ts"
import type { Token } from "./Token.ts"

/** The rules that the parts of an expression or a query refer back to. */
export interface Grammar {
  readonly expression: (reader: TokenReader, bare: boolean) => Expression
  readonly query: (reader: TokenReader) => Query
}

/** Reads tokens in order; words are compared case-insensitively. */
export class TokenReader {
  readonly #tokens: ReadonlyArray<Token>
  readonly #grammar: Grammar
  #at = 0
  constructor(tokens: ReadonlyArray<Token>, grammar: Grammar) {
    this.#tokens = tokens
    this.#grammar = grammar
  }

  /** Returns an expression; `bare` lets an alias follow without AS, as in the list of a SELECT. */
  expression(bare = false): Expression {
    return this.#grammar.expression(this, bare)
  }

  /** Expressions with commas between them. */
  expressions(bare = false): ReadonlyArray<Expression> {
    const found = [this.expression(bare)]
    while (this.takeOperator(",")) found.push(this.expression(bare))
    return found
  }

  query(): Query {
    return this.#grammar.query(this)
  }

  /** Returns true when a query begins here, after any opening brackets. */
  seesQuery(): boolean {
    let ahead = 0
    while (this.seesOperator("(", ahead)) ahead++
    const token = this.peek(ahead)
    if (token.kind !== "word") return false
    const word = token.text.toLowerCase()
    if (word === "select") return true
    const after = this.peek(ahead + 1)
    return (word === "with" || word === "from") && after.kind !== "operator"
  }

  peek(ahead = 0): Token {
    return this.#tokens[Math.min(this.#at + ahead, this.#tokens.length - 1)] as Token
  }

  next(): Token {
    const token = this.peek()
    if (token.kind !== "end") this.#at++
    return token
  }

  get offset(): number {
    return this.peek().offset
  }

  /** Returns true if the next tokens are these words. */
  sees(...words: ReadonlyArray<string>): boolean {
    return words.every((word, index) => {
      const token = this.peek(index)
      return token.kind === "word" && token.text.toLowerCase() === word
    })
  }

  seesOperator(text: string, ahead = 0): boolean {
    const token = this.peek(ahead)
    return token.kind === "operator" && token.text === text
  }

  /** Reads the words if they are next. */
  take(...words: ReadonlyArray<string>): boolean {
    if (!this.sees(...words)) return false
    this.#at += words.length
    return true
  }

  takeOperator(text: string): boolean {
    if (!this.seesOperator(text)) return false
    this.#at++
    return true
  }

  takeOne(...words: ReadonlyArray<string>): string | undefined {
    return words.find((word) => this.take(word))
  }

  expect(...words: ReadonlyArray<string>): void {
    if (!this.take(...words)) this.unexpected(words.join(" "))
  }

  expectOperator(text: string): void {
    if (!this.takeOperator(text)) this.unexpected(`'${text}'`)
  }

  /** Returns a name, quoted or not. */
  name(): string {
    const token = this.peek()
    return token.kind === "word" || token.kind === "quoted" ? this.next().text : this.unexpected("a name")
  }

  names(): ReadonlyArray<string> {
    const found = [this.name()]
    while (this.takeOperator(",")) found.push(this.name())
    return found
  }

  /** Skips to the end of what an opened bracket holds, the bracket itself already read. */
  skipBracket(): void {
    for (let depth = 1; depth > 0; ) {
      const token = this.next()
      if (token.kind === "end") this.unexpected("')'")
      if (token.kind === "operator" && token.text === "(") depth++
      if (token.kind === "operator" && token.text === ")") depth--
    }
  }

  unexpected(wanted: string): never {
    const { kind, text, offset } = this.peek()
    return failAt(offset, `expected ${wanted}, found ${kind === "end" ? "the end" : `'${text}'`}`)
  }
}
