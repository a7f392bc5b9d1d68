import { en } from "../../words/en.ts"
import { start } from "../start.ts"

start("en", en)
