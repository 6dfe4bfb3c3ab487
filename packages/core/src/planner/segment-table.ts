/** Pairs of a parent and a segment of text, each numbered when it comes first; without an object for any of them. */
export interface SegmentTable {
  /** Gives the number of `text` from `from` to `to` below a parent (-1 for none), a new one if there is none. */
  insert(parent: number, text: string, from: number, to: number): number
  /** Gives -1 where there is none. */
  find(parent: number, text: string, from: number, to: number): number
  readonly parentOf: (number: number) => number
  readonly textOf: (number: number) => string
}

const FIRST_SLOTS = 1 << 6

/** Creates an empty table. */
export function createSegmentTable(): SegmentTable {
  const parents: number[] = []
  const texts: string[] = []
  const hashes: number[] = []
  // Numbers plus one by hash, 0 where a slot is free; never more than half full.
  let slots = new Int32Array(FIRST_SLOTS)

  /** Gives the slot that holds the pair, or the free one where it belongs. */
  function slotOf(hash: number, parent: number, text: string, from: number, to: number): number {
    const mask = slots.length - 1
    let slot = hash & mask
    for (let entry = slots[slot] ?? 0; entry > 0; entry = slots[slot] ?? 0) {
      const number = entry - 1
      if (hashes[number] === hash && parents[number] === parent) {
        const known = texts[number] ?? ''
        if (known.length === to - from && text.startsWith(known, from)) return slot
      }
      slot = (slot + 1) & mask
    }
    return slot
  }

  function grow(): void {
    slots = new Int32Array(slots.length * 2)
    const mask = slots.length - 1
    for (let number = 0; number < hashes.length; number++) {
      let slot = (hashes[number] ?? 0) & mask
      while (slots[slot]) slot = (slot + 1) & mask
      slots[slot] = number + 1
    }
  }

  return {
    insert(parent, text, from, to) {
      const hash = hashOf(parent, text, from, to)
      const slot = slotOf(hash, parent, text, from, to)
      const entry = slots[slot] ?? 0
      if (entry > 0) return entry - 1
      const number = parents.push(parent) - 1
      texts.push(text.slice(from, to))
      hashes.push(hash)
      slots[slot] = number + 1
      if (parents.length * 2 > slots.length) grow()
      return number
    },
    find(parent, text, from, to) {
      const slot = slotOf(hashOf(parent, text, from, to), parent, text, from, to)
      return (slots[slot] ?? 0) - 1
    },
    parentOf: (number) => parents[number] ?? -1,
    textOf: (number) => texts[number] ?? '',
  }
}

/** FNV-1a over the code units, begun with the parent, and mixed once more as its low bits alone choose a slot. */
function hashOf(parent: number, text: string, from: number, to: number): number {
  let hash = Math.imul(parent + 2, 0x9e_37_79_b1)
  for (let at = from; at < to; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01_00_01_93)
  return (hash ^ (hash >>> 15)) | 0
}
