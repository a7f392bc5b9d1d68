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
export const remembered = <Answer, Question = string>(
  answerOf: (question: Question) => Answer,
  most: number = 20_000
): ((question: Question) => Answer) => {
  const answers = new BoundedMap<Question, Answer>(most)
  return (question) => {
    const known = answers.get(question)
    if (known !== undefined || answers.has(question)) return known as Answer
    const answer = answerOf(question)
    answers.set(question, answer)
    return answer
  }
}
