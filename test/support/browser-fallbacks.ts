/** What happens where a browser of the floor lacks what the pages ask for: a sentence for each, by the name in MDN's data. */

const looks = 'Looks alone: the page reads and works without it.'
const paper = 'Paper alone: the sheet is whole without it, its margins and breaks are the browser’s own.'
const passkeys =
  'Passkeys alone: the passphrase signs in. The script itself asks for none where there are none.'
const tabs = 'Other tabs learn of it by the server or by their own clock.'
const own = 'Whoever has their browser force colours sees and prints those, with every word and frame.'
const container = 'A narrow column keeps its wide form: words break, and nothing is lost.'

export const fallbacks: Readonly<Record<string, string>> = {
  'api/BroadcastChannel': tabs,
  'api/PublicKeyCredential/rawId': passkeys,
  'api/PublicKeyCredential/response': passkeys,
  'api/SubmitEvent/submitter': 'The form goes as without a script.',
  'api/Window/print': 'The browser’s own menu prints the sheet.',
  'css/at-rules/container': container,
  'css/at-rules/font-face/size-adjust': looks,
  'css/at-rules/page': paper,
  'css/properties/accent-color': looks,
  'css/properties/align-self/start': looks,
  'css/properties/appearance': looks,
  'css/properties/break-after/avoid': paper,
  'css/properties/color-scheme': looks,
  'css/properties/color-scheme/dark': looks,
  'css/properties/color-scheme/light': looks,
  'css/properties/color-scheme/only': looks,
  'css/properties/container-type': container,
  'css/properties/container-type/inline-size': container,
  'css/properties/cursor': 'A finger has no pointer.',
  'css/properties/cursor/default': 'A finger has no pointer.',
  'css/properties/cursor/pointer': 'A finger has no pointer.',
  'css/properties/cursor/progress': 'A finger has no pointer.',
  'css/properties/font-family/system-ui': 'The next face of the list.',
  'css/properties/font-family/ui-monospace': 'The next face of the list.',
  'css/properties/forced-color-adjust': own,
  'css/properties/forced-color-adjust/none': own,
  'css/properties/hyphens': looks,
  'css/properties/hyphens/auto': looks,
  'css/properties/outline': 'The line around what has the focus has square corners.',
  'css/properties/overflow-wrap/anywhere': 'A long word breaks as the page’s other words do.',
  'css/properties/page': paper,
  'css/properties/resize': looks,
  'css/properties/resize/none': looks,
  'css/properties/rotate': 'An arrow without its direction, beside its words.',
  'css/properties/size': paper,
  'css/properties/text-decoration-thickness': looks,
  'css/properties/text-size-adjust': looks,
  'css/properties/text-wrap': looks,
  'css/properties/text-wrap/balance': looks,
  'css/properties/text-wrap/pretty': looks,
  'css/properties/width/fit-content': looks,
  'css/properties/zoom': 'The privacy screen and the sheet stand smaller on a large screen.',
  'css/selectors/-moz-progress-bar': 'Each engine has its own name for it, and drops the others.',
  'css/selectors/-webkit-progress-bar': 'Each engine has its own name for it, and drops the others.',
  'css/selectors/-webkit-progress-value': 'Each engine has its own name for it, and drops the others.',
  'css/selectors/focus-visible': 'The browser’s own line stands around what has the focus.',
  'css/selectors/has':
    'All statements and their explanations show at once; marks of a choice are the tick’s own.',
  'css/selectors/is': 'Looks alone: what protects, colours every page or shows a state is written out.',
  'css/types/length/viewport_percentage_units_dynamic':
    'The words of the privacy screen stand at the top, not in the middle.',
  'html/elements/details/name': 'Two menus of the toolbar can be open at once.',
  'html/global_attributes/autocapitalize': 'The server compares names whatever their case.',
  'html/global_attributes/inputmode': 'The usual keyboard comes up.',
  'html/global_attributes/translate':
    'A translation may change what it should not; the card is printed before.',
  'javascript/builtins/Uint8Array/toBase64': 'The script writes the letters by hand.',
}
