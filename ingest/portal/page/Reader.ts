import type { Portal } from "./Portal.ts"

/** What views need that show a check and do nothing else: also the offline page has it. */
export type Reader = Pick<Portal, "t" | "language">
