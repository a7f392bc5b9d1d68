/** In the place of `infra/cli/submitToTopic.ts`: this program has no topic. */
export const hasTopic: boolean = false
