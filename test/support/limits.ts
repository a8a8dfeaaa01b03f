/** When the tests give up on what does not come. No limit here says how long anything may take: only that it hangs. */

/** One thing that is waited for, in milliseconds: whoever waited then says for what. */
export const longestWaitMilliseconds = 300_000

/** A test or what it begins with, in milliseconds: longer than a wait, so that what was in vain is named. */
export const hangMilliseconds = 1_200_000
