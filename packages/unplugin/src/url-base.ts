/**
 * Gives the URL prefix that a bundler's option stands for, with a slash at both ends, or an absolute URL; undefined where the
 * option says nothing of the place (`auto`, `./`, a function).
 */
export function toUrlBase(option: unknown): string | undefined {
  if (typeof option !== 'string') return undefined
  const base = option.startsWith('//') ? `https:${option}` : option
  if (!/^(\/|https?:\/\/)/.test(base)) return undefined
  return base.endsWith('/') ? base : `${base}/`
}
