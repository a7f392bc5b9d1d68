import type { Portal } from "./Portal.ts"

/** What a view needs to show the result of a check, with or without a server. */
export type Reader = Pick<Portal, "t" | "language">
