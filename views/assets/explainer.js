// The browser's back button must not bring back what somebody ticked: the next person may be the one who presses it.
window.addEventListener('pageshow', () => document.querySelector('form').reset())
