/** Who pays for questions: names of accounts in the one book of budgets. */

/** One book: whoever asks of two vintages asks of mostly the same persons. */
export const questionBook = "questions"

const plain = (name: string) => name.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim()

export const personAccount = (name: string) => `person ${plain(name)}`
export const projectAccount = (name: string) => `project ${plain(name)}`
