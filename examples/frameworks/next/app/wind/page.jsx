export default function Page() {
  return <h1>On the hill behind the mill</h1>
}
