/** Who pays for questions: names of accounts in the one book of budgets. */

import { foldName } from "../catalogue/foldName.ts"

/** One book: whoever asks of two vintages asks of mostly the same persons. */
export const queryBook = "questions"

export const personAccount = (name: string) => `person ${foldName(name)}`
export const projectAccount = (name: string) => `project ${foldName(name)}`
