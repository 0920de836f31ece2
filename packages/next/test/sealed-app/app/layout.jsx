import Script from 'next/script'

export default function Layout({ children }) {
  return (
    <html lang="en">
      <body>
        {children}
        <Script id="early" strategy="beforeInteractive">{`window.early = true`}</Script>
      </body>
    </html>
  )
}
