import { cspNonce, nonceProps } from '@sallyport/next'
import Link from 'next/link'

const script = `
fetch('/api/orders').then((response) => response.json()).then(({ item }) => {
  document.getElementById('order').textContent = 'The script ran, and the order is ' + item
})`

export default async function Page() {
  return (
    <>
      <title>Sallyport and Next.js</title>
      <p id="order" suppressHydrationWarning>
        The script was blocked.
      </p>
      <Link href="/about">About</Link>
      <script {...nonceProps(await cspNonce())}>{script}</script>
    </>
  )
}
