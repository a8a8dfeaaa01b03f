/** The keys by which names are compared: apostrophes, hyphens, widths and signs that nobody sees make no other name any more. */

import type { Kysely } from 'kysely'

/** As the rule was when this was written (accounts/name-rules.ts): another rule is another migration. */
function keyOf(name: string): string {
  return name
    .replaceAll('´', "'")
    .normalize('NFKC')
    .replace(/[`'\u2018\u2019\u201b\u02b9\u02bb\u02bc\u02bd\u2032\uff07]/gu, "'")
    .replace(/[\p{Dash_Punctuation}\u2212]/gu, '-')
    .replace(/\p{Cf}/gu, '')
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    .normalize('NFC')
    .replace(/\s+/gu, ' ')
    .trim()
}

/** Of two accounts that are the same by the new key, the second keeps its old one: its person needs a new name. */
export async function up(database: Kysely<unknown>): Promise<void> {
  const accounts = database as Kysely<{
    account: { id: string; kind: string; name: string; name_key: string }
  }>
  const rows = await accounts.selectFrom('account').selectAll().orderBy('id').execute()
  const taken = new Set(rows.map(({ kind, name_key }) => `${kind} ${name_key}`))
  for (const { id, kind, name, name_key } of rows) {
    const key = keyOf(name)
    if (key === name_key || taken.has(`${kind} ${key}`)) continue
    taken.add(`${kind} ${key}`)
    await accounts.updateTable('account').set({ name_key: key }).where('id', '=', id).execute()
  }
}
