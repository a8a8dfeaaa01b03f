/** What is said of the country of `content/be` alone: its portals, its keys, its ages. */

/** Matches a text that belongs into that country's content. */
export const ofOneCountry =
  /masant[eé]|mijngezondheid|meinegesundheit|myhealth|itsme|\behealth\b|recip-?e\b|\bbosa\b|\bcozo\b|vitalink|abrumet|r[eé]seau ?sant[eé]|\bbrussels\b|\}-BE\b|\bcsam\b|belg(?:i|e\b)|(?<!\d)1[2468] (?:ans|jaar|jahren?|years)\b/i
