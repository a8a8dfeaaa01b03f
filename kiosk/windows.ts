/** Where each window stands, and the window manager's own rules: pure. */

import { patientKeysBlocked } from './keys.ts'
import type { Layout } from './kiosk.ts'
import type { Role } from './policies.ts'

export interface Area {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface DisplaySize {
  readonly width: number
  readonly height: number
}

/** The class by which a browser's windows are known. */
export function classOf(role: Role): string {
  return `trois-clics-${role}`
}

/** The guide keeps a third of the screen while an official page is open beside it. */
export function areaOf(role: Role, layout: Layout, { width, height }: DisplaySize): Area {
  const third = Math.round(width / 3)
  if (role !== 'guide') return { x: third, y: 0, width: width - third, height }
  return { x: 0, y: 0, width: layout === 'beside' ? third : width, height }
}

/** Openbox' configuration: no decorations, no menus, no keys of its own, and none of the browser's that lead away. */
export function openboxConfiguration(display: DisplaySize): string {
  const beside = areaOf('portal', 'beside', display)
  // A key that is bound to nothing would reach the browser.
  const keys = patientKeysBlocked.map(
    (key) => `    <keybind key="${key}"><action name="Debug"><string/></action></keybind>`,
  )
  return `<?xml version="1.0" encoding="UTF-8"?>
<openbox_config xmlns="http://openbox.org/3.4/rc">
  <focus><focusNew>yes</focusNew><followMouse>no</followMouse></focus>
  <theme><keepBorder>no</keepBorder></theme>
  <desktops><number>1</number><popupTime>0</popupTime></desktops>
  <resize><popupShow>Never</popupShow></resize>
  <keyboard>
${keys.join('\n')}
  </keyboard>
  <mouse></mouse>
  <applications>
    <application class="*"><decor>no</decor><maximized>no</maximized></application>
${[rule('guide', areaOf('guide', 'full', display)), rule('portal', beside), rule('document', beside)].join('\n')}
    <application class="Onboard"><layer>above</layer></application>
  </applications>
</openbox_config>
`
}

/** The guide is above all others: a window that an official page moves over it covers nothing of it. */
function rule(role: Role, { x, y, width, height }: Area): string {
  return `    <application class="${classOf(role)}">
      <decor>no</decor>
      <layer>${role === 'guide' ? 'above' : 'normal'}</layer>
      <position force="yes"><x>${x}</x><y>${y}</y></position>
      <size><width>${width}</width><height>${height}</height></size>
    </application>`
}

/** Height of the on-screen keyboard, and the side of the key that calls it, in pixels. */
const keyboardHeight = 320
const keyboardKey = 96

/** Onboard's settings: a key in the lower right corner calls a keyboard over the foot of the official page. */
export function keyboardConfiguration(display: DisplaySize): string {
  const { x, width, height } = areaOf('portal', 'beside', display)
  const corner = { x: x + width - keyboardKey - 8, y: height - keyboardKey - 8 }
  const key = { ...corner, width: keyboardKey, height: keyboardKey }
  const keyboard = { x, y: height - keyboardHeight, width, height: keyboardHeight }
  return `[org/onboard]
layout='Compact'
theme='Nightshade'
show-status-icon=false
start-minimized=true

[org/onboard/icon-palette]
in-use=true

${inBothOrientations('icon-palette', key)}

[org/onboard/window]
docking-enabled=false
force-to-top=true
window-decoration=false

${inBothOrientations('window', keyboard)}

[org/onboard/lockdown]
disable-preferences=true
disable-quit=true
disable-click-buttons=true

[org/onboard/typing-assistance/word-suggestions]
enabled=false
auto-learn=false
`
}

/** Onboard takes the place of the one in which it finds the display. */
function inBothOrientations(what: 'icon-palette' | 'window', { x, y, width, height }: Area): string {
  const places = ['landscape', 'portrait'].map((orientation) =>
    [`[org/onboard/${what}/${orientation}]`, `x=${x}`, `y=${y}`, `width=${width}`, `height=${height}`].join(
      '\n',
    ),
  )
  return places.join('\n\n')
}
