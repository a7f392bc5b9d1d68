/** Persons that several partners know, counted without anybody seeing who they are. */
export { groupReady } from "./oprf/Group.ts"
