/** Names of partners' topics. The topic, never the content, identifies the author of a record. */

/** The topic of `doctor`'s probe. It contains random ids only. */
export const probeTopic = "corridor.probe"

export const topicPrefix = "corridor.partner."

/** Returns the name of a partner's topic. */
export const topicOfPartner = (partner: string): string => `${topicPrefix}${partner}`

/** Returns the partner of a topic with such a name. */
export const partnerOfTopic = (topic: string): string => topic.slice(topicPrefix.length)
