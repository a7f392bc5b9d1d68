import { uk } from "../../words/uk.ts"
import { start } from "../start.ts"

start("uk", uk)
