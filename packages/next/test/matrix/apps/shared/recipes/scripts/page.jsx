import Script from 'next/script'
import { Counter } from '@/components/counter'

export default function Page() {
  return (
    <main>
      <h1>scripts</h1>
      <Script src="/ran.js?before" strategy="beforeInteractive" />
      <Script src="/ran.js?after" strategy="afterInteractive" />
      <Script src="/ran.js?lazy" strategy="lazyOnload" />
      <Script id="inline">{`document.documentElement.dataset.inline = 'ran'`}</Script>
      <Counter />
    </main>
  )
}
