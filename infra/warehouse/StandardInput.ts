/**
 * Keeps the embedded engine from reading standard input.
 *
 * The engine checks standard input at every INSERT. Unless it is a terminal, the engine treats its content as **more rows of that INSERT**:
 * lines meant for a shell loop would end up in a table or in an error message. The check also sets the descriptor to non-blocking for a
 * moment. With two INSERTs in parallel, one can read after the other has reset it, and then blocks forever if the pipe stays open.
 */
import { closeSync, openSync } from "node:fs"
import { devNull } from "node:os"
import { isatty } from "node:tty"

const standardInput = 0

let isEmptied = false

/**
 * Replaces standard input with the null device, permanently. A program that reads standard input must do so before it opens the store. A
 * terminal is not replaced.
 */
export const emptyStandardInput = (): void => {
  if (isEmptied || isatty(standardInput)) return
  closeSync(standardInput)
  // `open` returns the lowest free descriptor: the one just closed, unless another thread has taken it.
  if (openSync(devNull, "r") !== standardInput)
    throw new Error("standard input could not be replaced; run the command again with < /dev/null")
  isEmptied = true
}
