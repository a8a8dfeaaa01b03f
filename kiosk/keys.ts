/** The keys that lead out of a page, as Openbox names them; it takes them before any browser sees them. */

const letters = [...'abcdefghijklmnopqrstuvwxyz']
/** What a person who types needs: select all, copy, paste, cut, undo. */
const keptWithControl = new Set(['a', 'c', 'v', 'x', 'z'])
/** The row of digits, with and without Shift, on the keyboards in use here. */
const digitRow = [
  ...'0123456789',
  ...[
    'ampersand',
    'eacute',
    'quotedbl',
    'apostrophe',
    'parenleft',
    'section',
    'egrave',
    'exclam',
    'ccedilla',
  ],
  ...['agrave', 'parenright', 'minus', 'plus', 'equal', 'underscore'],
]
const keypad = [...'0123456789'].map((digit) => `KP_${digit}`).concat('KP_Add', 'KP_Subtract')
const functionKeys = Array.from({ length: 12 }, (_none, index) => `F${index + 1}`)
const pageKeys = ['Tab', 'Prior', 'Next', 'Home', 'End', 'Escape', 'Delete', 'BackSpace', 'Return', 'space']
/** Back and forward stay. */
const withAlt = [...letters, ...digitRow, ...functionKeys, 'Tab', 'Home', 'space', 'Escape', 'Return']
const alone = [
  ...functionKeys,
  ...['Menu', 'Print', 'Pause', 'Super_L', 'Super_R', 'XF86HomePage', 'XF86Search', 'XF86Mail', 'XF86WWW'],
  ...['XF86Explorer', 'XF86Favorites', 'XF86Launch1', 'XF86Calculator', 'XF86Reload', 'XF86AudioMedia'],
]

function withKeys(modifiers: string, keys: readonly string[]): readonly string[] {
  return keys.map((key) => `${modifiers}-${key}`)
}

export const patientKeysBlocked: readonly string[] = [
  ...alone,
  ...withKeys('S', [...functionKeys, 'Escape', 'Menu']),
  ...withKeys('C', [
    ...letters.filter((letter) => !keptWithControl.has(letter)),
    ...digitRow,
    ...keypad,
    ...functionKeys,
    ...pageKeys.filter((key) => !['Home', 'End', 'Delete', 'BackSpace'].includes(key)),
  ]),
  ...withKeys('C-S', [...letters, ...digitRow, ...functionKeys, ...pageKeys]),
  ...withKeys('A', withAlt),
  ...withKeys('A-S', [...letters, ...digitRow, ...functionKeys, 'Tab']),
  ...withKeys('C-A', [...letters, ...functionKeys, ...pageKeys]),
  ...withKeys('W', [...letters, ...digitRow, ...functionKeys, ...pageKeys]),
]
