/**
 * The embedded engine looks at standard input with every INSERT: what can be read there it takes for **more rows of that
 * INSERT**, unless it is a terminal. A list that a shell's loop reads line by line would go into a table, or into an error's
 * words. And to look without waiting it makes the descriptor non-blocking for a moment: of two INSERTs at once, one may read
 * after the other has made it blocking again, and waits for ever if whoever started this process keeps the pipe open.
 */
import { closeSync, openSync } from "node:fs"
import { devNull } from "node:os"
import { isatty } from "node:tty"

const standardInput = 0

let isEmptied = false

/**
 * Puts nothing in the place of standard input, for good: what a program wants from there it reads before it opens the store.
 * A terminal stays.
 */
export const emptyStandardInput = (): void => {
  if (isEmptied || isatty(standardInput)) return
  closeSync(standardInput)
  // The lowest free descriptor is the one just closed, unless another thread was quicker.
  if (openSync(devNull, "r") !== standardInput)
    throw new Error("standard input could not be set aside for the store; start again, with input from /dev/null")
  isEmptied = true
}
