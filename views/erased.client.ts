/** Back to the start, in the place of this page, so that the back button does not come here again. */

const seconds = Number(document.body.dataset.backToStartAfterSeconds)
setTimeout(() => location.replace('/'), seconds * 1000)

export {}
