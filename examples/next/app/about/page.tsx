import Link from 'next/link'

// Made once, at build, and sent to everybody: its policy holds hashes.
export default function About() {
  return <Link href="/">To the page that is rendered for you alone</Link>
}
