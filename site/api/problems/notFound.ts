import { apiProblem } from "./ApiProblem.ts"

/** What does not exist, and where what exists is listed. */
const details = {
  anyEdition: "No edition is published at present. /v1/editions lists the editions.",
  edition: "There is no such edition. /v1/editions lists the editions of each series.",
  release: "There is no such release. /v1/releases lists the releases.",
  table: "The release does not have this table. /v1/editions and /v1/releases list the tables of each release.",
  codeList: "There is no such code list. /v1/codelists lists the code lists.",
  problem: "There is no such problem. /v1/problems lists the problems."
}

/** Returns the problem of an address of something that does not exist. */
export const notFound = (what: keyof typeof details) => apiProblem("request-not-found", details[what])
