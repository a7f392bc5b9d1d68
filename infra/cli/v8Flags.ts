/**
 * Sets V8 flags. This must be the first import of the command line, because the flags must be set before other modules create objects.
 *
 * Node lets the space for young objects grow to some 100 MB while modules are loaded, and keeps that size. The pipeline creates hardly any
 * object per record, so the space stays at its initial size for `ingest`.
 */
import { setFlagsFromString } from "node:v8"

if (process.argv[2] === "ingest") setFlagsFromString("--semi-space-growth-factor=1")

/**
 * Rows of a partner's file become garbage as soon as they are read. By default V8 lets the heap grow to a multiple of the live objects
 * before it collects them. Smaller percentages save little memory and cost more processor time.
 */
if (process.argv[2] === "submit") {
  setFlagsFromString("--heap-growing-percent=80")
  setFlagsFromString("--semi-space-growth-factor=1")
}
