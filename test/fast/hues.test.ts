/** The colours that a country chooses from for its themes: each can be read, whichever a country takes. */

import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { findRootDirectory } from '../../server/configuration.ts'
import { hues } from '../../server/content/rules.ts'

const read = (name: string) => readFileSync(path.join(findRootDirectory(), 'views/shared', name), 'utf8')
const rules = [...read('hues.css').matchAll(/^\[data-hue="(\w+)"\] \{([^}]*)\}/gm)]

/** The colour of a property in a rule, such as `#fff`. */
function colour(property: string, rule: string): string {
  const [, found] = new RegExp(`--${property}: (#[\\da-f]+);`).exec(rule) ?? []
  if (found === undefined) throw new Error(`No --${property}`)
  return found
}

/** Relative luminance (WCAG 2). */
function luminance(hex: string): number {
  const digits =
    hex.length === 4 ? [...hex.slice(1)].map((digit) => digit + digit) : hex.slice(1).match(/../g)
  const [red = 0, green = 0, blue = 0] = (digits ?? []).map((pair) => {
    const value = Number.parseInt(pair, 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (lighter + 0.05) / (darker + 0.05)
}

test('whatever colour a theme has, its styles are there', () => {
  expect(rules.map(([, hue]) => hue)).toEqual(hues)
})

test.each(rules.map(([, hue = '', rule = '']) => [hue, rule] as const))(
  'a person who sees little reads words in %s on paper and cards, and sees pictograms on its tint',
  (_hue, rule) => {
    const [accent, tint] = [colour('accent', rule), colour('tint', rule)]
    const [usual = ''] = read('display.css').split('}', 1)
    for (const [words, ground] of [
      [accent, colour('paper', usual)],
      [accent, colour('card', usual)],
      [colour('ink', usual), tint],
    ] as const) {
      expect(contrast(words, ground)).toBeGreaterThanOrEqual(7)
    }
    // Of what is no text, WCAG asks three; the disc of a title is all that says its theme.
    expect(contrast(accent, tint)).toBeGreaterThanOrEqual(4.5)
  },
)
