export default function Old() {
  return <p>of the Pages Router, automatically static</p>
}
