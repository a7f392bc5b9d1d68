/** Disclosure profiles, as all of `release` knows them. */
export { defaultProfile, type Profile, profiles } from "@corridor/disclosure/rules/Profile"
