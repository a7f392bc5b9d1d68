/** Names of partners' topics: who wrote a record is known from where it lies and never from what it says. */

export const topicPrefix = "corridor.partner."

export const topicOfPartner = (partner: string): string => `${topicPrefix}${partner}`

export const partnerOfTopic = (topic: string): string => topic.slice(topicPrefix.length)
