/** The sizes of an open page: what does not fit, and what a shaking finger would miss. */

import type { Page } from 'playwright-core'
import { layOut } from './lay-out.ts'

const smallestTarget = 48

export interface Viewport {
  readonly width: number
  readonly height: number
}

export const phone = { width: 390, height: 844 }
export const laptop = { width: 1280, height: 800 }
export const kioskUpright = { width: 1080, height: 1920 }
/** 320 px is also what a 1280 px screen shows at 400 %. */
export const smallest = { width: 320, height: 640 }
export const viewports: readonly Viewport[] = [kioskUpright, laptop, phone, smallest]
/** The kiosk and the phone are where fingers are. */
export const touched: readonly Viewport[] = [phone, kioskUpright]

export interface Sizes {
  readonly cut: readonly string[]
  readonly small: readonly string[]
  readonly cutAtLargest: readonly string[]
}

/**
 * At a width: what sticks out to the right of the window and words whose box cannot hold them, buttons and links that are too
 * small, and, where it is asked for, what is cut at the largest text. One journey into the page, and each layout is read in one go.
 */
export async function sizesOn(
  page: Page,
  viewport: Viewport,
  { atLargest }: { readonly atLargest: boolean },
): Promise<Sizes> {
  await layOut(page, viewport)
  return page.evaluate(
    ({ least, atLargest }) => {
      // Words for screen readers alone are clipped on purpose.
      const isShown = ({ display, clipPath }: CSSStyleDeclaration) =>
        display !== 'inline' && clipPath !== 'inset(50%)'
      const overflowing = () =>
        [...document.querySelectorAll('body *')]
          .filter(
            (element) =>
              element.getBoundingClientRect().right > window.innerWidth + 1 ||
              element.scrollWidth > element.clientWidth + 1,
          )
          .filter(
            (element) => !element.closest('.skip, .tool-menu, svg') && isShown(getComputedStyle(element)),
          )
          .map((element) => `${element.tagName}.${element.className} ${element.textContent?.slice(0, 40)}`)
      const cut = overflowing()
      const small = [...document.querySelectorAll('a:not(.skip), button, summary')]
        .filter((element) => element.getClientRects().length > 0)
        .map((element) => ({ box: element.getBoundingClientRect(), text: element.textContent }))
        .filter(({ box }) => box.width < least || box.height < least)
        .map(({ box, text }) => `${text} ${box.width}x${box.height}`)
      if (!atLargest) return { cut, small, cutAtLargest: [] }
      const { dataset } = document.documentElement
      const { size } = dataset
      dataset.size = 'largest'
      const cutAtLargest = overflowing()
      if (size === undefined) delete dataset.size
      else dataset.size = size
      return { cut, small, cutAtLargest }
    },
    { least: smallestTarget, atLargest },
  )
}
