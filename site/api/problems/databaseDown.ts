import { apiProblem } from "./ApiProblem.ts"

/** Returns the problem for every failure of the database. Its own message is not passed on. */
export const databaseDown = () => apiProblem("request-store-down")
