/**
 * The most `/` that one prefix may hold.
 *
 * @see https://developers.cloudflare.com/cache/how-to/purge-cache/purge_by_prefix/
 */
export const MAX_PREFIX_SEPARATORS = 31

/** A host, or one segment of a path below another node: a place that a key can stand for. */
export interface TrieNode {
  readonly segment: string
  readonly parent: TrieNode | undefined
  /** Separators before it: 0 for a host. */
  readonly depth: number
  readonly children: ReadonlyMap<string, TrieNode> | undefined
  /** Place among the nodes of a `StringTree`, which sets it; -1 before. */
  number: number
}

/** How far a URL leads into a trie. */
export interface Walk {
  /** The deepest node on the way. */
  readonly node: TrieNode
  /** The segment that comes next and that the trie does not have; undefined where the URL ends at `node`. */
  readonly missing: string | undefined
}

/**
 * Places of URLs by host and segment: `/a` and `/a/` are one place. Deeper than a prefix may be, all are one.
 * The URLs are absolute, as `URL` writes them, without query and fragment.
 */
export interface Trie {
  readonly hosts: ReadonlyMap<string, TrieNode>
  /** Gives the node of a URL, made if there is none. */
  insert(url: string): TrieNode
  /** Gives the node of the folder that holds a URL, made if there is none: of `/a/b.js` and `/a/` it is `/a`. */
  insertFolder(url: string): TrieNode
  /** Gives undefined where no URL of this host was inserted. */
  walk(url: string): Walk | undefined
}

interface GrowingNode extends TrieNode {
  children: Map<string, GrowingNode> | undefined
}

/** Creates an empty trie. */
export function createTrie(): Trie {
  const hosts = new Map<string, GrowingNode>()
  // Lists of URLs come sorted, so most of them lie in the folder of the one before.
  let lastFolder = ''
  let lastNode: GrowingNode | undefined

  function insertUpTo(url: string, slash: number): GrowingNode {
    if (lastNode && slash === lastFolder.length && url.startsWith(lastFolder)) return lastNode
    const { host, at: start } = readHost(url)
    let node = hosts.get(host)
    if (!node) {
      node = { segment: host, parent: undefined, depth: 0, children: undefined, number: -1 }
      hosts.set(host, node)
    }
    for (let at = start; at <= slash && node.depth < MAX_PREFIX_SEPARATORS;) {
      const next = url.indexOf('/', at)
      node = childOf(node, url.slice(at, next))
      at = next + 1
    }
    lastFolder = url.slice(0, slash)
    lastNode = node
    return node
  }

  return {
    hosts,
    insert(url) {
      const slash = url.lastIndexOf('/')
      const folder = insertUpTo(url, slash)
      if (slash === url.length - 1 || folder.depth === MAX_PREFIX_SEPARATORS) return folder
      return childOf(folder, url.slice(slash + 1))
    },
    insertFolder: (url) => insertUpTo(url, url.lastIndexOf('/')),
    walk(url) {
      const { host, at: start } = readHost(url)
      let node = hosts.get(host)
      if (!node) return undefined
      for (let at = start; at < url.length && node.depth < MAX_PREFIX_SEPARATORS;) {
        const next = url.indexOf('/', at)
        const stop = next < 0 ? url.length : next
        const segment = url.slice(at, stop)
        const child: GrowingNode | undefined = node.children?.get(segment)
        if (!child) return { node, missing: segment }
        node = child
        at = stop + 1
      }
      return { node, missing: undefined }
    },
  }
}

/** One target that takes a whole subtree of URLs with it: host and path without closing slash, or a host alone. */
export interface WideKey {
  readonly by: 'hosts' | 'prefixes'
  /** `www.example.com/a`, `www.example.com`. */
  readonly key: string
}

/** Gives the key that stands for a node and all below it. */
export function keyOf(node: TrieNode): WideKey {
  if (!node.parent) return { by: 'hosts', key: node.segment }
  const segments: string[] = []
  for (let at: TrieNode | undefined = node; at; at = at.parent) segments.push(at.segment)
  return { by: 'prefixes', key: segments.toReversed().join('/') }
}

function childOf(parent: GrowingNode, segment: string): GrowingNode {
  // Most nodes are leaves, and a map for each of them would be most of the memory.
  parent.children ??= new Map()
  let child = parent.children.get(segment)
  if (!child) {
    child = { segment, parent, depth: parent.depth + 1, children: undefined, number: -1 }
    parent.children.set(segment, child)
  }
  return child
}

/** The host as purges name it, without a port, and where the path begins after its first slash. */
function readHost(url: string): { readonly host: string; readonly at: number } {
  const start = url.indexOf('//') + 2
  const slash = url.indexOf('/', start)
  const end = slash < 0 ? url.length : slash
  const host = url.slice(start, end)
  const port = host.lastIndexOf(':')
  return { host: port > host.lastIndexOf(']') ? host.slice(0, port) : host, at: end + 1 }
}
