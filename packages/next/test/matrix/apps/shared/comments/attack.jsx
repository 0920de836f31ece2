const other = `http://localhost:${process.env.NEXT_PUBLIC_OTHER_PORT}`

// What an author of comments would like other visitors to run: an inline script, one from elsewhere, and one with a nonce that was made up.
const markup = `<p>nice post</p>
<script>window.__injected = 'inline'</script>
<script src="${other}/injected.js"></script>
<script nonce="bWFkZSB1cA">window.__injected = 'nonce'</script>`

export function Comments() {
  // biome-ignore lint/security/noDangerouslySetInnerHtml: the hole that the policy stands behind
  return <div dangerouslySetInnerHTML={{ __html: markup }} />
}
