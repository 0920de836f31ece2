export default function Layout({ children }) {
  return (
    <html lang="en">
      <body>
        {children}
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: it must not be taken for one of Next.js's own */}
        <div dangerouslySetInnerHTML={{ __html: '<script>injected()</script>' }} />
      </body>
    </html>
  )
}
