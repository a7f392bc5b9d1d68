import { ru } from "../../words/ru.ts"
import { start } from "../start.ts"

start("ru", ru)
