/** A form that was sent looks so until its answer is there: whoever sees it does not click again. */

addEventListener('submit', (event) => {
  setTimeout(() => {
    // What a script sends by itself stays on the page.
    if (!event.defaultPrevented) (event.target as HTMLFormElement).dataset.sent = ''
  })
})
addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll<HTMLElement>('[data-sent]')) delete form.dataset.sent
})

export {}
