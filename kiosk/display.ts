/** The display, by Debian's X11 tools: how long nobody touched it, which windows there are, and where they stand. */

import type { Role } from './policies.ts'
import type { Processes } from './processes.ts'
import { type Area, classOf, type DisplaySize } from './windows.ts'

export interface Window {
  readonly id: string
  /** Null for a window of nobody that belongs here. */
  readonly role: Role | 'keyboard' | null
}

export interface Display {
  /** Null where the display does not answer. */
  readonly idleMilliseconds: () => Promise<number | null>
  readonly size: () => Promise<DisplaySize | null>
  /** All windows that the window manager knows, the oldest first. Only their class is looked at, never a title. */
  readonly windows: () => Promise<readonly Window[]>
  /** Moves what does not stand in its place. */
  readonly place: (id: string, area: Area) => Promise<void>
  readonly raise: (id: string) => Promise<void>
  /** Asks a window to close, as a person would. */
  readonly close: (id: string) => Promise<void>
  /** Nothing copied or selected remains. */
  readonly clearSelections: () => Promise<void>
  /** Pointer, buttons, keys and layout as at the start. */
  readonly resetInput: (size: DisplaySize) => Promise<void>
}

const roles: Readonly<Record<string, Window['role']>> = {
  [classOf('guide')]: 'guide',
  [classOf('portal')]: 'portal',
  [classOf('document')]: 'document',
  Onboard: 'keyboard',
}

const modifiers = ['Shift_L', 'Shift_R', 'Control_L', 'Control_R', 'Alt_L', 'ISO_Level3_Shift', 'Super_L']

export function createDisplay({ run }: Processes, keyboardLayout: string): Display {
  /** The class of a window never changes. */
  const known = new Map<string, Window['role']>()

  async function roleOf(id: string): Promise<Window['role']> {
    const remembered = known.get(id)
    if (remembered !== undefined) return remembered
    const { output } = await run('xprop', ['-id', id, 'WM_CLASS'])
    const className = /"([^"]*)"\s*$/.exec(output.trim())?.[1]
    const role = className === undefined ? null : (roles[className] ?? null)
    known.set(id, role)
    return role
  }

  return {
    idleMilliseconds: async () => {
      const { ok, output } = await run('xprintidle', [])
      return ok ? Number(output) : null
    },
    size: async () => {
      const { output } = await run('xdotool', ['getdisplaygeometry'])
      const [width = 0, height = 0] = output.split(/\s+/).map(Number)
      return width > 0 && height > 0 ? { width, height } : null
    },
    windows: async () => {
      const { output } = await run('xprop', ['-root', '_NET_CLIENT_LIST'])
      const ids: readonly string[] = output.match(/0x[0-9a-f]+/g) ?? []
      for (const id of known.keys()) if (!ids.includes(id)) known.delete(id)
      return Promise.all(ids.map(async (id) => ({ id, role: await roleOf(id) })))
    },
    place: async (id, { x, y, width, height }) => {
      const { output } = await run('xdotool', ['getwindowgeometry', '--shell', id])
      const is = (name: string, value: number) => new RegExp(`^${name}=${value}$`, 'm').test(output)
      if (is('X', x) && is('Y', y) && is('WIDTH', width) && is('HEIGHT', height)) return
      await run('wmctrl', ['-i', '-r', id, '-e', `0,${x},${y},${width},${height}`])
    },
    raise: async (id) => {
      await run('wmctrl', ['-i', '-a', id])
    },
    close: async (id) => {
      await run('wmctrl', ['-i', '-c', id])
    },
    clearSelections: async () => {
      const buffers = Array.from({ length: 8 }, (_none, index) => ['-remove', `CUT_BUFFER${index}`])
      await Promise.all([
        ...['--primary', '--secondary', '--clipboard'].map((which) => run('xsel', [which, '--clear'])),
        run('xprop', ['-root', ...buffers.flat()]),
      ])
    },
    resetInput: async ({ width, height }) => {
      const middle = [String(Math.round(width / 2)), String(Math.round(height / 2))]
      const [, , devices] = await Promise.all([
        run('setxkbmap', ['-layout', keyboardLayout, '-option', '', '-option', 'caps:none']),
        run('xdotool', [...['mouseup', '1', 'keyup', ...modifiers], ...['mousemove', ...middle]]),
        run('xinput', ['list', '--id-only']),
      ])
      // The middle button opens windows, and the right one menus.
      const ids = devices.output.match(/\d+/g) ?? []
      await Promise.all(
        ids.map((id) => run('xinput', ['set-button-map', id, '1', '0', '0', '4', '5', '6', '7'])),
      )
    },
  }
}
