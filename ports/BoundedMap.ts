/** A map that forgets all its entries when there is one too many, so that hostile input cannot fill the memory. */
export class BoundedMap<Key, Value> extends Map<Key, Value> {
  readonly #most: number

  constructor(most: number) {
    super()
    this.#most = most
  }

  override set(key: Key, value: Value): this {
    if (this.size >= this.#most && !this.has(key)) this.clear()
    return super.set(key, value)
  }
}

/** Returns a function that computes each answer once: texts of files repeat. It remembers `most` answers. */
export const remembered = <Answer>(
  answerOf: (text: string) => Answer,
  most: number = 20_000
): ((text: string) => Answer) => {
  const answers = new BoundedMap<string, Answer>(most)
  return (text) => {
    const known = answers.get(text)
    if (known !== undefined || answers.has(text)) return known as Answer
    const answer = answerOf(text)
    answers.set(text, answer)
    return answer
  }
}
