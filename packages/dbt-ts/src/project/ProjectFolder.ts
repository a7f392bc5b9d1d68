/** What is known by this name elsewhere. */
export type { ProjectText } from "./files/PackageFolder.ts"
export { reading } from "./Reading.ts"
