export default function Pot() {
  return <h1>A bowl for soup</h1>
}
