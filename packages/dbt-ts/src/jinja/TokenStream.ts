import { type Token, type TokenType, tokenize } from "./Lexer.ts"
import { fail } from "./TemplateError.ts"

const end: Token = { type: "eof", value: "", line: 0 }

/** The tokens of a template, read one after the other. */
export class TokenStream {
  readonly #tokens: ReadonlyArray<Token>
  #at = 0
  constructor(template: string) {
    this.#tokens = tokenize(template)
  }
  get current(): Token {
    return this.#tokens[this.#at] ?? end
  }
  get following(): Token {
    return this.#tokens[this.#at + 1] ?? end
  }
  next(): Token {
    const token = this.current
    this.#at++
    return token
  }
  isOperator(value: string): boolean {
    return this.current.type === "operator" && this.current.value === value
  }
  isName(value: string): boolean {
    return this.current.type === "name" && this.current.value === value
  }
  skipOperator(value: string): boolean {
    const there = this.isOperator(value)
    if (there) this.#at++
    return there
  }
  skipName(value: string): boolean {
    const there = this.isName(value)
    if (there) this.#at++
    return there
  }
  expectOperator(value: string): Token {
    return this.isOperator(value) ? this.next() : this.unexpected(`'${value}'`)
  }
  expectName(value: string): Token {
    return this.isName(value) ? this.next() : this.unexpected(`'${value}'`)
  }
  expect(type: TokenType): Token {
    return this.current.type === type ? this.next() : this.unexpected(type.replace("_", " "))
  }
  unexpected(expected: string): never {
    const { current } = this
    const got = current.type === "eof" ? "end of template" : `'${current.value}'`
    return fail(`expected ${expected}, got ${got}`, current.line)
  }
}
