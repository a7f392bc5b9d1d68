import { apiProblem } from "./ApiProblem.ts"

/** Whatever the store said: nobody outside learns more than that it does not answer. */
export const storeIsDown = () => apiProblem("request-store-down")
