import { ro } from "../../words/ro.ts"
import { start } from "../start.ts"

start("ro", ro)
