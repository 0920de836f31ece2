import { StyleRegistry } from '@/components/style-registry'

export default function Layout({ children }) {
  return <StyleRegistry>{children}</StyleRegistry>
}
