/**
 * Says what is wrong with a path that came from outside, as the end of a sentence, or nothing where it is the path
 * of an asset: `leaves the folder`.
 */
export function pathProblem(path: string): string | undefined {
  if (path === '') return 'is empty'
  if (path.includes('\0')) return 'contains a NUL character'
  if (path.startsWith('/')) return 'is absolute'
  if (/\p{Surrogate}/u.test(path)) return 'is not well-formed Unicode'
  if (path.includes('//') || path.endsWith('/')) return 'has an empty segment'
  // A backslash is an ordinary character of a name, except to whoever joins paths on Windows.
  if (/(?:^|[/\\])\.\.?(?:[/\\]|$)/.test(path)) return 'leaves the folder or has a "." segment'
  return undefined
}
