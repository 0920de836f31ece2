export default function Layout({ children }) {
  return (
    <html lang="en">
      <body>
        {children}
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: stands for what an attacker gets into a page */}
        <div dangerouslySetInnerHTML={{ __html: '<script>injected()</script>' }} />
      </body>
    </html>
  )
}
