export default function Clay() {
  return <h1>Clay from the river</h1>
}
