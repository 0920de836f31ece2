import { cspNonce, nonceProps } from '@sallyport/next'
import { Counter } from '../counter'

export default async function Page() {
  return (
    <main>
      <Counter />
      <script {...nonceProps(await cspNonce())}>{`document.documentElement.dataset.inline = 'ran'`}</script>
    </main>
  )
}
