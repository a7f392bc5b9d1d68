import { Unavailable } from "../api/PortalAnswers.ts"

/** Returns the error for every failure of Kafka, the registry or the database. Their own messages are not passed on. */
export const unavailable = () =>
  new Unavailable({ message: "The submission service is not responding. Try again later." })
