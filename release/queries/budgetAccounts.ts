/** Names of accounts in the budget book of queries. */

import { foldName } from "../catalogue/foldName.ts"

/** One book for all vintages, because they contain mostly the same persons. */
export const queryBook = "questions"

export const personAccount = (name: string) => `person ${foldName(name)}`
export const projectAccount = (name: string) => `project ${foldName(name)}`
