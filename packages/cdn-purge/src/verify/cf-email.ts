/**
 * Gives the address that Cloudflare hid as hex digits: the first byte, XORed with each that follows, gives its UTF-8 bytes.
 * Undefined where the text is nothing of the kind.
 */
export function decodeCfEmail(hex: string): string | undefined {
  if (!/^(?:[0-9a-f]{2}){2,}$/i.test(hex)) return undefined
  const [key = 0, ...bytes] = Buffer.from(hex, 'hex')
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(
      Uint8Array.from(bytes, (byte) => byte ^ key),
    )
  } catch {
    return undefined
  }
}
